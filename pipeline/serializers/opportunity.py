"""Shapes of stages, opportunities, moves and the funnel in the API; rules live in services."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import FixedOnEdit
from foundation.serializers import BaseMoneyField, MoneyField, StrictBody, StrictSerializer, VisibleField
from pipeline.choices import OUTCOMES, CloseReason
from pipeline.models import Competitor, Move, Opportunity, Stage, StageCriterion


class StageField(serializers.SlugRelatedField):
    """A stage by its key."""

    def __init__(self, **kwargs: Any) -> None:
        rows = {} if kwargs.get("read_only") else {"queryset": Stage.objects.all()}
        super().__init__(slug_field="key", **{**rows, **kwargs})


class CriterionSerializer(StrictSerializer):
    """Send the `id` of one whose words change, so that what was ticked stays ticked."""

    id = serializers.IntegerField(required=False)

    class Meta:
        model = StageCriterion
        fields = ["id", "text", "text_zh", "is_required"]


class StageSerializer(StrictSerializer):
    """`probability` in per cent. `criteria` are written as a whole, in order."""

    criteria = CriterionSerializer(many=True, required=False)

    class Meta:
        model = Stage
        fields = [
            "id",
            "version",
            "key",
            "position",
            "name",
            "name_zh",
            "probability",
            "category",
            "normal_days",
            "criteria",
        ]
        read_only_fields = ["key", "position"]
        extra_kwargs = {"probability": {"min_value": 0, "max_value": 100}, "normal_days": {"min_value": 1}}


class OpportunitySerializer(FixedOnEdit):
    """`stage` is chosen when it is opened; later the actions move, close and reopen change where it stands."""

    fixed: tuple[str, ...] = ("stage", "opened_on")
    stage = StageField(required=False)
    probability = serializers.DecimalField(source="stage.probability", max_digits=5, decimal_places=2, read_only=True)
    amount = MoneyField(min_value=0)
    amount_base = BaseMoneyField()
    opened_on = serializers.DateField(required=False)
    close_reason = serializers.ChoiceField(choices=CloseReason.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Opportunity
        fields = [
            "id", "version", "account", "name", "owner", "team", "status", "stage", "stage_since", "probability",
            "amount", "currency", "rate", "amount_base", "expected_close_on", "opened_on", "closed_on", "close_reason",
            "close_note", "product", "source", "next_step", "next_step_on", "external_id", "archived_at",
            "lost_to", "split_from", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = [
            *(
                "team",
                "status",
                "stage_since",
                "rate",
                "closed_on",
                "close_reason",
                "close_note",
                "lost_to",
                "split_from",
            )
        ]
        extra_kwargs: dict[str, Any] = {
            "account": {"required": True, "allow_null": False},
            "owner": {"required": False},
            "currency": {"required": False},
            "external_id": {"validators": []},
        }
        validators: list[Any] = []


class MoveSerializer(StrictSerializer):
    """One row of an opportunity's history. `currency` is that of `amount_after`."""

    from_stage = StageField(read_only=True)
    to_stage = StageField(read_only=True)
    base_before = BaseMoneyField(allow_null=True)
    base_after = BaseMoneyField()

    class Meta:
        model = Move
        fields = [
            "id", "kind", "from_stage", "to_stage", "amount_before", "amount_after", "currency", "base_before",
            "base_after", "at", "by", "reason", "note", "cause", "since",
        ]  # fmt: skip
        read_only_fields = fields


class VersionBody(StrictBody):
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="The version you read; or send it as If-Match."
    )


class _Noted(VersionBody):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class MoveBody(_Noted):
    """`moved_on` is today unless given."""

    stage = StageField()
    moved_on = serializers.DateField(required=False)


class CloseBody(_Noted):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reason = serializers.ChoiceField(choices=CloseReason.choices)
    closed_on = serializers.DateField(required=False)
    lost_to = VisibleField(queryset=Competitor.objects.in_use(), required=False)


class ReopenBody(_Noted):
    stage = StageField(required=False)


class SumSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=30, decimal_places=2)
    weighted = serializers.DecimalField(max_digits=30, decimal_places=2)


class FiguresSerializer(serializers.Serializer):
    """`win_rate`: won ÷ decided (`cases`) of the last 12 months, 0–1; null where nothing was decided."""

    open = SumSerializer()
    closing_month = SumSerializer()
    closing_quarter = SumSerializer()
    overdue = SumSerializer()
    won_quarter = SumSerializer()
    lost_quarter = SumSerializer()
    won_year = SumSerializer()
    lost_year = SumSerializer()
    win_rate = serializers.DecimalField(max_digits=5, decimal_places=4, rounding=ROUND_HALF_UP, allow_null=True)
    cases = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer):
    """See `pipeline.queries.Progress`: what counts as gone and passed. Times in days."""

    passed = serializers.IntegerField()
    gone = serializers.IntegerField()
    conversion = serializers.DecimalField(max_digits=5, decimal_places=4, rounding=ROUND_HALF_UP, allow_null=True)
    stayed = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True)
    mean_days = serializers.FloatField(allow_null=True)
    median_age = serializers.FloatField(allow_null=True)
    oldest_age = serializers.FloatField(allow_null=True)


class StageLineSerializer(serializers.Serializer):
    stage = serializers.CharField(source="stage.key")
    probability = serializers.DecimalField(source="stage.probability", max_digits=5, decimal_places=2)
    figures = FiguresSerializer()
    progress = ProgressSerializer()


class LineSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="subject.pk")
    name = serializers.CharField(source="subject")
    figures = FiguresSerializer()


@extend_schema_serializer(many=False)
class FunnelSerializer(serializers.Serializer):
    """All amounts in `currency`, the base currency; "today" (`as_of`) is the reader's."""

    currency = serializers.CharField()
    as_of = serializers.DateField()
    total = FiguresSerializer()
    stages = StageLineSerializer(many=True)
    teams = LineSerializer(many=True)
    owners = LineSerializer(many=True)
