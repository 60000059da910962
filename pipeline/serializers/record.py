"""Shapes of what an opportunity's record holds, and of the catalogues."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Account, Contact
from accounts.serializers import FixedOnEdit
from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField
from pipeline.choices import Standing
from pipeline.models import (
    Competitor,
    CoOwner,
    DateChange,
    Line,
    Opportunity,
    Product,
    Rival,
    StageCriterion,
    Stakeholder,
    Tick,
)
from pipeline.rules import MOST_PARTS
from teams.models import User

from .opportunity import VersionBody


class ProductSerializer(StrictSerializer):
    list_price = MoneyField(min_value=0, required=False, allow_null=True)

    class Meta:
        model = Product
        fields = ["id", "version", "code", "name", "unit", "list_price", "currency", "retired_at"]
        read_only_fields = ["retired_at"]
        extra_kwargs: dict[str, Any] = {"code": {"validators": []}}
        validators: list[Any] = []


class CompetitorSerializer(StrictSerializer):
    class Meta:
        model = Competitor
        fields = ["id", "version", "name", "strengths", "weaknesses", "retired_at"]
        read_only_fields = ["retired_at"]
        validators: list[Any] = []


class StakeholderSerializer(FixedOnEdit):
    """`influence` from 1 (low) to 3 (high)."""

    fixed: tuple[str, ...] = ("opportunity", "contact")
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ContactRoleKind.choices), required=False)
    contact = VisibleField(queryset=Contact.objects)
    opportunity = VisibleField(queryset=Opportunity.objects)
    holder = VisibleField(queryset=User.objects, required=False, allow_null=True)

    class Meta:
        model = Stakeholder
        fields = ["id", "version", "opportunity", "contact", "roles", "influence", "stance", "need", "holder"]
        extra_kwargs: dict[str, Any] = {
            "influence": {"choices": Influence.choices},
            "stance": {"choices": Stance.choices},
        }
        validators: list[Any] = []


class RecordLineSerializer(StrictSerializer):
    """`total` is quantity × unit_price less the discount (per cent), to two places, in the opportunity's currency."""

    product = VisibleField(queryset=Product.objects)
    total = serializers.DecimalField(max_digits=32, decimal_places=2, read_only=True)

    class Meta:
        model = Line
        fields = ["product", "quantity", "unit_price", "discount", "total"]


class RivalSerializer(StrictSerializer):
    competitor = VisibleField(queryset=Competitor.objects)
    standing = serializers.ChoiceField(choices=Standing.choices, required=False)

    class Meta:
        model = Rival
        fields = ["competitor", "standing", "note"]


class ShareSerializer(StrictSerializer):
    """A person's share in per cent."""

    person = VisibleField(queryset=User.objects)

    class Meta:
        model = CoOwner
        fields = ["person", "share"]


class DateChangeSerializer(StrictSerializer):
    class Meta:
        model = DateChange
        fields = ["id", "before", "after", "days", "at", "by"]
        read_only_fields = fields


class TickSerializer(StrictSerializer):
    class Meta:
        model = Tick
        fields = ["by", "at", "evidence"]
        read_only_fields = fields


class CriterionStateSerializer(StrictSerializer):
    """An exit criterion of the stage it stands in; `tick` is null while it is not met."""

    tick = serializers.SerializerMethodField()

    class Meta:
        model = StageCriterion
        fields = ["id", "text", "text_zh", "is_required", "tick"]
        read_only_fields = fields

    @extend_schema_field(TickSerializer(allow_null=True))
    def get_tick(self, row: Any) -> Any:
        return TickSerializer(row.met[0]).data if row.met else None


class LinesBody(VersionBody):
    """All lines. With `take_sum` the amount becomes what they add up to."""

    lines = RecordLineSerializer(many=True)
    take_sum = serializers.BooleanField(required=False, default=False)


class RivalsBody(VersionBody):
    rivals = RivalSerializer(many=True)


class SharesBody(VersionBody):
    """All shares, the owner's among them; they add up to 100."""

    shares = ShareSerializer(many=True)


class PartSerializer(StrictBody):
    name = serializers.CharField(max_length=200)
    amount = MoneyField(min_value=0)


class SplitBody(VersionBody):
    """What the opportunity keeps, and its parts: together what it was."""

    rest = MoneyField(min_value=0)
    parts: Any = serializers.ListSerializer(child=PartSerializer(), max_length=MOST_PARTS)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class CopyBody(StrictBody):
    name = serializers.CharField(max_length=200)


class TickBody(StrictBody):
    criterion = serializers.PrimaryKeyRelatedField(queryset=StageCriterion.objects.all())
    evidence = serializers.CharField(max_length=300, required=False, allow_blank=True)


class UntickBody(StrictBody):
    criterion = serializers.PrimaryKeyRelatedField(queryset=StageCriterion.objects.all())


class ReassignBody(StrictBody):
    """Without `seen` nothing is written: the answer is the preview, whose `token` is sent as `seen` to do it."""

    owner = VisibleField(queryset=User.objects.filter(is_active=True))
    seen = serializers.CharField(max_length=32, required=False)


class HandoverSerializer(serializers.Serializer):
    """What would change hands (`count`, `amount` in the base currency), and what stays, by why."""

    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=30, decimal_places=2)
    closed = serializers.IntegerField()
    others = serializers.IntegerField()
    blind = serializers.IntegerField()
    already = serializers.IntegerField()
    token = serializers.CharField()
    is_done = serializers.BooleanField()


class PlaceBody(StrictBody):
    """Those that wait without an account, by id, and the account they belong to."""

    opportunities = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=1000)
    account = VisibleField(queryset=Account.objects)


class PlacedSerializer(serializers.Serializer):
    count = serializers.IntegerField()
