"""Shapes of forecast, movement, quotas and productivity in the API; rules live in services."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP
from typing import Any, Final

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from foundation.serializers import BaseMoneyField, MoneyField, StrictBody, StrictSerializer, VisibleField
from pipeline.choices import PeriodKind
from pipeline.models import Adjustment, Proposal, ProposalLine, Quota, Snapshot
from pipeline.queries.spans import period_of
from teams.models import Team, User

from .opportunity import VersionBody


class RateField(serializers.DecimalField):
    """A share, 0–1 (or beyond, where it says so), four places."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"max_digits": 20, "decimal_places": 4, "rounding": ROUND_HALF_UP, "read_only": True}
        super().__init__(**{**told, **kwargs})


class SubjectSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="subject.pk")
    name = serializers.CharField(source="subject")


class PeriodSerializer(serializers.Serializer):
    kind = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()


FORMERLY: Final = "day"
"""What `starts_on` was called when it was written; taken for one release more."""


@extend_schema_serializer(deprecate_fields=(FORMERLY,))
class PeriodBody(StrictBody):
    """A calendar period, named by its kind and its first or any other day of it."""

    kind = serializers.ChoiceField(choices=PeriodKind.choices)
    starts_on = serializers.DateField(help_text="The first day of the period, or any other of it.")
    day = serializers.DateField(required=False, help_text="The former name of `starts_on`, until the next release.")

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and FORMERLY in data:
            if "starts_on" in data:
                raise serializers.ValidationError({FORMERLY: ["Say starts_on alone: this is its former name."]})
            data = {("starts_on" if name == FORMERLY else name): value for name, value in data.items()}
        return super().to_internal_value(data)

    def validate_starts_on(self, day: Any) -> Any:
        if not 1990 <= day.year <= 2100:
            raise serializers.ValidationError("A day between 1990 and 2100.")
        return day

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        period = period_of(attrs.pop("kind"), attrs.pop("starts_on"))
        return {**attrs, "period": period}


class _AboutPeople(PeriodBody):
    person = VisibleField(queryset=User.objects.all(), required=False, allow_null=True)
    team = VisibleField(queryset=Team.objects.all(), required=False, allow_null=True)


class AdjustmentBody(_AboutPeople):
    measure = serializers.ChoiceField(choices=Adjustment._meta.get_field("measure").choices or ())
    amount = MoneyField()
    reason = serializers.CharField(max_length=300)


class AdjustmentSerializer(StrictSerializer):
    """What a manager added to the forecast, in the base currency."""

    class Meta:
        model = Adjustment
        fields = [
            "id", "person", "team", "starts_on", "ends_on", "measure", "amount", "reason", "created_at", "created_by",
            "withdrawn_at", "withdrawn_by",
        ]  # fmt: skip
        read_only_fields = fields


class QuotaBody(_AboutPeople):
    base = MoneyField()
    stretch = MoneyField(required=False)
    currency = serializers.CharField(max_length=3, required=False)


class QuotaSerializer(StrictSerializer):
    """Person or team and the period are fixed; amounts and currency may be edited."""

    class Meta:
        model = Quota
        fields = [
            "id", "version", "person", "team", "kind", "starts_on", "ends_on", "base", "stretch", "currency", "rate",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["person", "team", "kind", "starts_on", "ends_on"]


class SnapshotSerializer(StrictSerializer):
    """What the forecast of a month said on a day; the open figures come on top of `won`."""

    won = BaseMoneyField()
    commit = BaseMoneyField()
    best = BaseMoneyField()
    weighted = BaseMoneyField()
    observed = BaseMoneyField()

    class Meta:
        model = Snapshot
        fields = [
            "id", "taken_on", "month", "owner", "team", "count", "won", "commit", "best", "weighted", "observed",
        ]  # fmt: skip
        read_only_fields = fields


class ProposalLineSerializer(StrictSerializer):
    stage = serializers.CharField(source="stage.key")

    class Meta:
        model = ProposalLine
        fields = ["stage", "before", "after", "won", "n", "rate", "low", "high"]
        read_only_fields = fields


class ProposalSerializer(StrictSerializer):
    """Proposed probabilities (per cent) of all stages."""

    lines = ProposalLineSerializer(many=True, read_only=True)

    class Meta:
        model = Proposal
        fields = ["id", "state", "created_at", "created_by", "decided_at", "decided_by", "reason", "lines"]
        read_only_fields = fields


class RejectBody(VersionBody):
    reason = serializers.CharField(max_length=300)


class AcceptBody(RejectBody):
    probabilities = serializers.DictField(
        child=serializers.DecimalField(max_digits=5, decimal_places=2),
        required=False,
        help_text="By stage key, in per cent, in place of those proposed.",
    )


class OutlookSerializer(serializers.Serializer):
    """`commit`, `best`, `weighted` with what managers added to them (`added`)."""

    won = BaseMoneyField()
    count = serializers.IntegerField()
    amount = BaseMoneyField()
    commit = BaseMoneyField(source="call.commit")
    best = BaseMoneyField(source="call.best")
    weighted = BaseMoneyField(source="call.weighted")
    observed = BaseMoneyField()
    added = serializers.DictField(child=BaseMoneyField())


class ObservedSerializer(serializers.Serializer):
    configured = RateField()
    won = serializers.IntegerField()
    n = serializers.IntegerField()
    rate = RateField()
    low = RateField()
    high = RateField()
    drifts = serializers.BooleanField()


class StageOutlookSerializer(serializers.Serializer):
    stage = serializers.CharField(source="stage.key")
    outlook = OutlookSerializer()
    seen = ObservedSerializer()


class PersonOutlookSerializer(SubjectSerializer):
    outlook = OutlookSerializer()


class PastSerializer(serializers.Serializer):
    period = PeriodSerializer()
    taken_on = serializers.DateField(allow_null=True)
    commit = BaseMoneyField()
    best = BaseMoneyField()
    weighted = BaseMoneyField()
    came = BaseMoneyField()
    error = RateField(allow_null=True)


class AccuracySerializer(serializers.Serializer):
    weeks = serializers.IntegerField()
    typical_error = RateField(allow_null=True)
    past = PastSerializer(many=True)


@extend_schema_serializer(many=False)
class ForecastSerializer(serializers.Serializer):
    """All amounts in `currency`, the base currency. `accuracy` is null where the rows are narrowed."""

    currency = serializers.CharField()
    period = PeriodSerializer(source="forecast.period")
    total = OutlookSerializer(source="forecast.total")
    stages = StageOutlookSerializer(many=True, source="forecast.stages")
    teams = PersonOutlookSerializer(many=True, source="forecast.teams")
    owners = PersonOutlookSerializer(many=True, source="forecast.owners")
    overdue_count = serializers.IntegerField(source="forecast.overdue_count")
    overdue_amount = BaseMoneyField(source="forecast.overdue_amount")
    accuracy = AccuracySerializer(allow_null=True)


class MovementLineSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    amount = BaseMoneyField()


class MovementLinesSerializer(serializers.Serializer):
    """Losses are negative: the lines from start on add up to end, to the cent."""

    start = MovementLineSerializer()
    new = MovementLineSerializer()
    increased = MovementLineSerializer()
    reopened = MovementLineSerializer()
    received = MovementLineSerializer()
    split = MovementLineSerializer()
    decreased = MovementLineSerializer()
    won = MovementLineSerializer()
    lost = MovementLineSerializer()
    given = MovementLineSerializer()
    end = MovementLineSerializer()


class SubjectMovementSerializer(SubjectSerializer):
    lines = MovementLinesSerializer()


class FlowLineSerializer(serializers.Serializer):
    """From a stage (null: new and reopened ones): count and amount by stage key, `won` and `lost`. `conversion`: the
    part that went on to a later stage or was won, of those and the lost."""

    stage = serializers.CharField(source="stage.key", allow_null=True, default=None)
    cells = serializers.DictField(child=serializers.ListField())
    conversion = RateField(allow_null=True)


class SumThenSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    amount = BaseMoneyField()
    weighted = BaseMoneyField()


class StageThenSerializer(serializers.Serializer):
    stage = serializers.CharField(source="stage.key")
    open = SumThenSerializer()
    went_on = serializers.IntegerField(source="gone.passed")
    lost = serializers.IntegerField(source="gone.lost")
    conversion = RateField(source="gone.conversion", allow_null=True)


class SubjectThenSerializer(SubjectSerializer):
    open = SumThenSerializer()


@extend_schema_serializer(many=False)
class FunnelThenSerializer(serializers.Serializer):
    """What was open at the end of `until`, weighted by today's probabilities, and what went on or was lost until it."""

    currency = serializers.CharField()
    since = serializers.DateField(source="span.since")
    until = serializers.DateField(source="span.until")
    total = SumThenSerializer(source="then.total")
    won = serializers.IntegerField(source="then.won")
    lost = serializers.IntegerField(source="then.lost")
    stages = StageThenSerializer(many=True, source="then.stages")
    teams = SubjectThenSerializer(many=True, source="then.teams")
    owners = SubjectThenSerializer(many=True, source="then.owners")


@extend_schema_serializer(many=False)
class MovementSerializer(serializers.Serializer):
    """All amounts in `currency`, the base currency; the days are the reader's, both included."""

    currency = serializers.CharField()
    since = serializers.DateField(source="span.since")
    until = serializers.DateField(source="span.until")
    total = MovementLinesSerializer(source="movement.total.lines")
    teams = SubjectMovementSerializer(many=True, source="movement.teams")
    owners = SubjectMovementSerializer(many=True, source="movement.owners")
    flow = FlowLineSerializer(many=True, source="flow.lines")


class StandingSerializer(serializers.Serializer):
    quota = BaseMoneyField(source="goal.base")
    stretch = BaseMoneyField(source="goal.stretch")
    won = BaseMoneyField()
    missing = BaseMoneyField()
    weighted = BaseMoneyField()
    attained = RateField(allow_null=True)
    saturation = RateField(allow_null=True)


class SubjectStandingSerializer(SubjectSerializer, StandingSerializer):
    quota_days = serializers.IntegerField(
        source="goal.days",
        help_text="Days of the period of which a quota of its own speaks; on others a team has the sum of those below.",
    )


class CoverSerializer(serializers.Serializer):
    stage = serializers.CharField(source="stage.key")
    count = serializers.IntegerField()
    amount = BaseMoneyField()
    weighted = BaseMoneyField()
    share = RateField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField()
    last_day = serializers.DateField(allow_null=True)
    in_time = serializers.BooleanField()


@extend_schema_serializer(many=False)
class SaturationSerializer(serializers.Serializer):
    """`reach`: no_quota, reached, covered, short, or out (of reach)."""

    currency = serializers.CharField()
    period = PeriodSerializer(source="saturation.period")
    days_left = serializers.IntegerField(source="saturation.days_left")
    reach = serializers.CharField(source="saturation.reach")
    last_start = serializers.DateField(source="saturation.last_start", allow_null=True)
    total = StandingSerializer(source="saturation.total")
    teams = SubjectStandingSerializer(many=True, source="saturation.teams")
    people = SubjectStandingSerializer(many=True, source="saturation.people")
    stages = CoverSerializer(many=True, source="saturation.stages")


class GainsSerializer(serializers.Serializer):
    open = BaseMoneyField(allow_null=True)
    win_rate = BaseMoneyField(allow_null=True)
    average = BaseMoneyField(allow_null=True)
    cycle = BaseMoneyField(allow_null=True)


class EquationSerializer(serializers.Serializer):
    open = serializers.IntegerField()
    won = serializers.IntegerField()
    lost = serializers.IntegerField()
    win_rate = RateField(allow_null=True)
    average = BaseMoneyField(allow_null=True)
    cycle = RateField(allow_null=True, help_text="Days.")
    result = BaseMoneyField(allow_null=True, help_text="In 30 days.")
    gains = GainsSerializer()


class ComparedSerializer(serializers.Serializer):
    now = EquationSerializer()
    past = EquationSerializer()
    change = RateField(allow_null=True)


class SubjectComparedSerializer(SubjectSerializer, ComparedSerializer):
    pass


@extend_schema_serializer(many=False)
class ProductivitySerializer(serializers.Serializer):
    """`past` is the same length of time just before."""

    currency = serializers.CharField()
    first = serializers.DateField(source="productivity.first")
    until = serializers.DateField(source="productivity.until")
    total = ComparedSerializer(source="productivity.total")
    teams = SubjectComparedSerializer(many=True, source="productivity.teams")
    people = SubjectComparedSerializer(many=True, source="productivity.people")
