"""Shapes of nightly runs in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.serializers import StrictBody
from scoring.models import ScoringRun
from scoring.queries.runs import progress, steps_of
from scoring.queries.shards import shards_of


class RunSerializer(serializers.ModelSerializer):
    """The night of one business date; `seconds` are its steps' together. `finished_at` says that there are decisions:
    while a date is computed again the earlier ones stand."""

    date = serializers.DateField(source="business_date")
    accounts = serializers.IntegerField(source="living", help_text="Without those merged away since.")
    rated = serializers.IntegerField(source="living_rated", help_text="Without those merged away since.")
    seconds = serializers.FloatField()
    policy_version = serializers.IntegerField(source="policy.version", allow_null=True, default=None)

    class Meta:
        model = ScoringRun
        fields = [
            "id", "date", "state", "policy_version", "accounts", "rated", "is_published", "seconds",
            "requested_by", "requested_at", "started_at", "finished_at", "error",
        ]  # fmt: skip


class StepSerializer(serializers.Serializer):
    """A step that is done."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the stubs know `label` as the name of a form's field
    rows = serializers.IntegerField()
    seconds = serializers.FloatField()


class RunShardSerializer(serializers.Serializer):
    """A range of account ids that one worker sums."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()
    worker = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField()
    seconds = serializers.FloatField()


class RunProgressSerializer(serializers.Serializer):
    """How many steps of all are done, and what is under way, in the language of the request."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    text = serializers.CharField()


class RunDetailSerializer(RunSerializer):
    """A night with its steps in their order."""

    progress = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    shards = serializers.SerializerMethodField()

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "progress", "steps", "shards"]

    @extend_schema_field(RunProgressSerializer)
    def get_progress(self, run: ScoringRun) -> dict[str, Any]:
        return RunProgressSerializer(progress(run)).data

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, run: ScoringRun) -> Any:
        return StepSerializer(steps_of(run), many=True).data

    @extend_schema_field(RunShardSerializer(many=True))
    def get_shards(self, run: ScoringRun) -> Any:
        return RunShardSerializer(shards_of(run), many=True).data


class StartSerializer(StrictBody):
    """Which night; yesterday in the company's time zone if it is left out."""

    date = serializers.DateField(required=False, allow_null=True)
