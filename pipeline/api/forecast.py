"""/api/v1/forecast-adjustments/, forecast-snapshots/, probability-proposals/, quotas/."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.errors import RuleBroken
from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter
from foundation.viewsets import EditThroughService, VisibleViewSet, nothing_told
from pipeline import services
from pipeline.filters import AboutPeopleFilter
from pipeline.models import Adjustment, Proposal, Quota, Snapshot
from pipeline.serializers import (
    AcceptBody,
    AdjustmentBody,
    AdjustmentSerializer,
    ProposalSerializer,
    QuotaBody,
    QuotaSerializer,
    RejectBody,
    SnapshotSerializer,
)
from teams.models import Team, User


class SnapshotFilter(StrictFilterSet):
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    team = VisibleModelChoiceFilter(queryset=Team.objects, label=_("Team"))
    taken_on = django_filters.DateFilter(label=_("Said on"))
    month = django_filters.DateFilter(label=_("First day of the month"))

    class Meta:
        model = Snapshot
        fields: list[str] = []


@contextmanager
def named_as_sent() -> Iterator[None]:
    """What a page asks for as a day of the period, the API calls `starts_on`."""
    try:
        yield
    except RuleBroken as refusal:
        raise RuleBroken(refusal.message, field="starts_on" if refusal.field == "day" else refusal.field) from refusal


class _Told:
    """POST whose body has a shape of its own."""

    @property
    def actor(self: Any) -> Any:
        return self.request.user

    def body(self: Any, shape: Any) -> dict[str, Any]:
        body = shape(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return {name: value for name, value in body.validated_data.items() if name != "version"}


class AdjustmentViewSet(_Told, VisibleViewSet):
    """What managers added to the forecast, the latest first."""

    scope = "forecast"
    queryset = Adjustment.objects.order_by("-id")
    serializer_class = AdjustmentSerializer
    filterset_class = AboutPeopleFilter

    @extend_schema(request=AdjustmentBody, responses={201: AdjustmentSerializer})
    def create(self, request: Request) -> Response:
        told = self.body(AdjustmentBody)
        with named_as_sent():
            row = services.adjustment_add(actor=self.actor, **told)
        return self.answer_written(row, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=AdjustmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Counts no more from now on; what was said stays on record."""
        nothing_told(request)
        return self.answer_written(services.adjustment_withdraw(self.get_object(), actor=self.actor))


class SnapshotViewSet(VisibleViewSet):
    """What the forecast said each night, by month, owner and team."""

    scope = "forecast"
    queryset = Snapshot.objects.order_by("-id")
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter


class ProposalViewSet(_Told, VisibleViewSet):
    """Probabilities that the moves suggest, for those who lead to accept or reject."""

    scope = "stages"
    queryset = Proposal.objects.prefetch_related("lines__stage").order_by("-id")
    serializer_class = ProposalSerializer

    @extend_schema(request=None, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        nothing_told(request)
        return self.answer_written(services.proposal_make(actor=self.actor), status.HTTP_201_CREATED)

    @extend_schema(request=AcceptBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Makes them those of the stages."""
        row = self.get_object()
        return self.answer_written(services.proposal_accept(row, actor=self.actor, **self.body(AcceptBody)))

    @extend_schema(request=RejectBody, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        return self.answer_written(services.proposal_reject(row, actor=self.actor, **self.body(RejectBody)))


class QuotaViewSet(_Told, EditThroughService, mixins.DestroyModelMixin, VisibleViewSet):
    """What people and teams are to win. Overlaps are refused."""

    scope = "quotas"
    queryset = Quota.objects.order_by("-starts_on", "-id")
    serializer_class = QuotaSerializer
    filterset_class = AboutPeopleFilter
    update_service = staticmethod(services.quota_update)
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    @extend_schema(request=QuotaBody, responses={201: QuotaSerializer})
    def create(self, request: Request) -> Response:
        told = self.body(QuotaBody)
        with named_as_sent():
            row = services.quota_set(actor=self.actor, **told)
        return self.answer_written(row, status.HTTP_201_CREATED)

    def perform_destroy(self, instance: Quota) -> None:
        services.quota_remove(instance, actor=self.actor)
