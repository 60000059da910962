"""/api/v1/stages/, opportunities/, funnel/."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation import clock
from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet, expected_version
from pipeline import queries, services
from pipeline.filters import FunnelFilter, OpportunityFilter
from pipeline.models import Move, Opportunity, Stage
from pipeline.serializers import (
    CloseBody,
    FunnelSerializer,
    MoveBody,
    MoveSerializer,
    OpportunitySerializer,
    ReopenBody,
    StageSerializer,
    VersionBody,
)
from pipeline.views.doors import about_own
from teams.models import Company
from teams.visibility import sees_everything

from .record import RecordActions


class StageViewSet(EditThroughService, VisibleViewSet):
    """The stages of the funnel, by key. Managers may change them."""

    scope = "stages"
    queryset = Stage.objects.prefetch_related("criteria").order_by("position", "id")
    serializer_class = StageSerializer
    lookup_field = "key"
    http_method_names = ["get", "patch", "head", "options"]

    @staticmethod
    def update_service(stage: Stage, *, criteria: list[dict[str, Any]] | None = None, **fields: Any) -> Stage:
        wanted = None if criteria is None else [services.CriterionSpec(**row) for row in criteria]
        return services.stage_update(stage, criteria=wanted, **fields)


class OpportunityViewSet(RecordActions, CreateThroughService, EditThroughService, VisibleViewSet):
    """Chances to sell. A changed amount becomes a move; owner and account are changed by those who lead."""

    scope = "opportunities"
    queryset = Opportunity.objects.select_related("stage")
    serializer_class = OpportunitySerializer
    filterset_class = OpportunityFilter
    create_service = staticmethod(services.opportunity_create)
    update_service = staticmethod(services.opportunity_update)

    @extend_schema(request=MoveBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """To another stage. 412 with the row as it stands if somebody moved it first."""
        return self._told(MoveBody, services.opportunity_move)

    @extend_schema(request=CloseBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Won or lost, with a reason; `closed_on` is today unless given."""
        return self._told(CloseBody, services.opportunity_close)

    @extend_schema(request=ReopenBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Opens a closed one again, in the stage it was closed in unless given."""
        return self._told(ReopenBody, services.opportunity_reopen)

    @extend_schema(request=VersionBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Out of every list and figure; its history stays."""
        return self._told(VersionBody, services.opportunity_archive)

    @extend_schema(request=VersionBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def unarchive(self, request: Request, pk: str) -> Response:
        return self._told(VersionBody, partial(services.opportunity_archive, archived=False))

    @extend_schema(responses=MoveSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def moves(self, request: Request, pk: str) -> Response:
        """Its history, the latest first."""
        rows = Move.objects.filter(opportunity=self.get_object()).select_related("from_stage", "to_stage")
        page = self.paginate_queryset(rows.order_by("-id"))
        return self.get_paginated_response(MoveSerializer(page, many=True).data)

    def _told(self, shape: type[Any], service: Callable[..., Opportunity]) -> Response:
        row = self.get_object()
        body = shape(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told = {name: value for name, value in body.validated_data.items() if name != "version"}
        return self._versioned(service, row, **told)

    def _versioned(self, service: Callable[..., Opportunity], row: Opportunity | None = None, **told: Any) -> Response:
        row = row or self.get_object()
        row = service(row, actor=self.request.user, version=expected_version(self.request), **told)
        return self.answer_written(row)


class FunnelViewSet(viewsets.GenericViewSet):
    """The funnel of the opportunities the reader sees: the figures of the page /reports/funnel/."""

    scope = "funnel"
    queryset = Opportunity.objects.all()
    serializer_class = FunnelSerializer
    filterset_class = FunnelFilter
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Opportunity.objects.none()
        return Opportunity.objects.visible_to(self.request.user).live()

    @extend_schema(responses=FunnelSerializer)
    def list(self, request: Request) -> Response:
        about_own(request._request)
        today = clock.today()
        is_whole = not request.query_params and sees_everything(request.user)
        found = queries.funnel(self.filter_queryset(self.get_queryset()), today, is_whole=is_whole)
        figures = {"currency": Company.current().base_currency, "as_of": today, **vars(found)}
        return Response(self.get_serializer(figures).data)
