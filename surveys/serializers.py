"""Shapes of satisfaction and loyalty in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models import Account, Contact, Visit
from care.choices import Satisfaction
from care.models import Complaint
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from pipeline.models import Opportunity
from teams.digests import absolute

from .choices import Occasion
from .links import link_path
from .models import Survey, SurveyLine, SurveyPoint
from .models.point import MOST_LINK_DAYS
from .rules import HIGHEST, LOWEST
from .services import Answer

_MARK: dict[str, Any] = {"min_value": LOWEST, "max_value": HIGHEST, "required": False, "allow_null": True}
_MOST_ANSWERS = 100


class SurveyLineSerializer(StrictSerializer):
    """A point as it was asked: of a dimension `expectation`, `experience` and `gap`, of a statement `mark`."""

    gap = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = SurveyLine
        fields = ["point", "kind", "text", "text_zh", "expectation", "experience", "gap", "mark"]
        read_only_fields = fields


class SurveySerializer(StrictSerializer):
    """An account that is asked. The means are those of the answered dimensions, from 1 to 5; `gap` is experience less
    expectation, `worst` the point of the dimension to mend first."""

    lines = SurveyLineSerializer(many=True, read_only=True)

    class Meta:
        model = Survey
        fields = [
            "id", "version", "account", "contact", "occasion", "visit", "opportunity", "complaint", "way", "language",
            "asked_by", "asked_at", "expires_at", "state", "answered_at", "expectation", "experience", "gap", "worst",
            "worst_gap", "cognitive", "affective", "behavioural", "comment", "end_note", "lines", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class SurveyLinkSerializer(SurveySerializer):
    """With the address at which the customer answers: told once, to who asked for it."""

    link = serializers.SerializerMethodField()

    class Meta(SurveySerializer.Meta):
        fields = [*SurveySerializer.Meta.fields, "link"]
        read_only_fields = fields

    def get_link(self, row: Survey) -> str:
        return absolute(link_path(row))


class SurveyAnswerBody(StrictBody):
    point = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    expectation = serializers.IntegerField(**_MARK)
    experience = serializers.IntegerField(**_MARK)
    mark = serializers.IntegerField(**_MARK)


class _AboutBody(StrictBody):
    account = VisibleField(queryset=Account.objects)
    contact = VisibleField(queryset=Contact.objects, required=False, allow_null=True)
    occasion = serializers.ChoiceField(choices=Occasion.choices, required=False)
    visit = VisibleField(queryset=Visit.objects, required=False, allow_null=True)
    opportunity = VisibleField(queryset=Opportunity.objects, required=False, allow_null=True)
    complaint = VisibleField(queryset=Complaint.objects, required=False, allow_null=True)


class SurveyRecordBody(_AboutBody):
    """What was answered in conversation. `satisfaction`: how content they are with what was done about `complaint`."""

    answered_on = serializers.DateField(required=False)
    answers = serializers.ListField(child=SurveyAnswerBody(), min_length=1, max_length=_MOST_ANSWERS)
    comment = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices, required=False)

    def validate_answers(self, said: list[dict[str, Any]]) -> list[Answer]:
        return [Answer(each["point"], *map(each.get, ("expectation", "experience", "mark"))) for each in said]


class SurveyAskBody(_AboutBody):
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    link_days = serializers.IntegerField(min_value=1, max_value=MOST_LINK_DAYS, required=False)


class WithdrawSurveyBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    note = serializers.CharField(max_length=300)


class SurveyPointSerializer(StrictSerializer):
    class Meta:
        model = SurveyPoint
        fields = ["id", "version", "kind", "position", "text", "text_zh", "is_offered"]
        read_only_fields = fields


class SatisfactionSerializer(serializers.Serializer):
    """How an account stands by its latest survey; nulls where it was never asked."""

    account = serializers.IntegerField(source="pk")
    survey = serializers.IntegerField(source="survey_id", allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    gap = serializers.DecimalField(max_digits=4, decimal_places=2, allow_null=True)
    gap_before = serializers.DecimalField(max_digits=4, decimal_places=2, allow_null=True)
