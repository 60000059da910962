"""/api/v1/nights/: the nightly runs, what each has done, and one by hand."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.serializers import StrictBody
from foundation.viewsets import VisibleViewSet

from . import services
from .choices import RunState
from .models import NightShard, ScoringRun
from .models.ledger import BASE_MONEY
from .queries.runs import progress, runs, steps_of
from .queries.shards import shards_of
from .rule_filters import RunFilter


class RunSerializer(serializers.ModelSerializer):
    """The night of a business date. `is_published`: it wrote the accounts' tiers; `requested_by` is null where the
    clock did. While a date is computed again what it decided before stands, and `finished_at` is of then."""

    date = serializers.DateField(source="business_date")
    state = serializers.ChoiceField(choices=RunState.choices)
    policy_version = serializers.IntegerField(source="policy.version", default=None, allow_null=True)
    profit = serializers.DecimalField(**BASE_MONEY)
    seconds = serializers.FloatField(help_text="Of all steps together.")

    class Meta:
        model = ScoringRun
        fields = [
            "id", "date", "state", "policy_version", "accounts", "rated", "profit", "seconds", "is_published",
            "requested_by", "requested_at", "started_at", "finished_at", "error",
        ]  # fmt: skip


class RunStepSerializer(serializers.Serializer):
    """A step that is done; `label` in the language of the request."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    rows = serializers.IntegerField()
    seconds = serializers.FloatField()


class RunShardSerializer(serializers.ModelSerializer):
    """Sums of the accounts with ids from `first` to `last`, and the worker that made them; not done: no
    `finished_at`."""

    class Meta:
        model = NightShard
        fields = ["first", "last", "worker", "rows", "seconds", "started_at", "finished_at"]


class RunProgressSerializer(serializers.Serializer):
    """How far it is: so many of all steps, and what is under way, in the language of the request."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    text = serializers.CharField()
    is_under_way = serializers.BooleanField()


class RunDetailSerializer(RunSerializer):
    """A night with its steps and shards."""

    progress = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    shards = serializers.SerializerMethodField()

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "progress", "steps", "shards"]

    @extend_schema_field(RunProgressSerializer)
    def get_progress(self, run: ScoringRun) -> Any:
        return RunProgressSerializer(progress(run)).data

    @extend_schema_field(RunStepSerializer(many=True))
    def get_steps(self, run: ScoringRun) -> Any:
        return RunStepSerializer(steps_of(run), many=True).data

    @extend_schema_field(RunShardSerializer(many=True))
    def get_shards(self, run: ScoringRun) -> Any:
        return RunShardSerializer(shards_of(run), many=True).data


class NightBody(StrictBody):
    """Which business date; left out: yesterday on the company's clock."""

    date = serializers.DateField(required=False, allow_null=True)


class NightViewSet(VisibleViewSet):
    """Nightly runs, the newest business date first, for those who lead. POST queues one, also of a date that was done:
    it starts as soon as a worker is free; one that waits or runs already is answered as it is."""

    scope = "nights"
    queryset = ScoringRun.objects.all()
    serializer_class = RunSerializer
    filterset_class = RunFilter
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> Any:
        return runs(super().get_queryset())

    def get_serializer_class(self) -> Any:
        return RunSerializer if self.action == "list" else RunDetailSerializer

    @extend_schema(request=NightBody, responses={202: RunDetailSerializer})
    def create(self, request: Request) -> Response:
        """Queues the night of a date. 400: a date that has not closed."""
        body = NightBody(data=request.data)
        body.is_valid(raise_exception=True)
        run = services.night_start(actor=request.user, date=body.validated_data.get("date"))  # type: ignore[arg-type]
        return self.answer_written(run, status.HTTP_202_ACCEPTED)
