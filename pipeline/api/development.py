"""/api/v1/developments/, development-steps/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet, expected_version
from pipeline import services
from pipeline.filters import DevelopmentFilter
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep
from pipeline.serializers import (
    DevelopmentEntrySerializer,
    DevelopmentSerializer,
    DevelopmentStepSerializer,
    FailBody,
    RecordBody,
    VersionBody,
)


class DevelopmentStepViewSet(EditThroughService, VisibleViewSet):
    """The five steps, by position. Managers may change what each needs."""

    scope = "developments"
    queryset = DevelopmentStep.objects.order_by("position", "id")
    serializer_class = DevelopmentStepSerializer
    lookup_field = "position"
    lookup_value_converter = "int"
    http_method_names = ["get", "patch", "head", "options"]
    update_service = staticmethod(services.development_step_update)


class DevelopmentViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """The development of target accounts."""

    scope = "developments"
    queryset = Development.objects.select_related("step").order_by("-id")
    serializer_class = DevelopmentSerializer
    filterset_class = DevelopmentFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.development_start)
    update_service = staticmethod(services.development_update)

    @extend_schema(request=RecordBody, responses=DevelopmentSerializer)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: str) -> Response:
        """Adds to the record of the present step."""
        return self._told(RecordBody, services.development_record)

    @extend_schema(request=FailBody, responses=DevelopmentSerializer)
    @action(detail=True, methods=["post"])
    def fail(self, request: Request, pk: str) -> Response:
        """Files it with its reason."""
        return self._told(FailBody, services.development_fail)

    @extend_schema(request=VersionBody, responses=DevelopmentSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Takes it up again."""
        return self._told(VersionBody, services.development_reopen)

    @extend_schema(responses=DevelopmentEntrySerializer(many=True))
    @action(detail=True, filterset_class=None)
    def entries(self, request: Request, pk: str) -> Response:
        """Its record, the latest first."""
        rows = DevelopmentEntry.objects.filter(development=self.get_object()).select_related("step")
        page = self.paginate_queryset(rows.order_by("-id"))
        return self.get_paginated_response(DevelopmentEntrySerializer(page, many=True).data)

    def _told(self, shape: type[Any], service: Callable[..., Any]) -> Response:
        row = self.get_object()
        body = shape(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told = {name: value for name, value in body.validated_data.items() if name != "version"}
        service(row, actor=self.request.user, version=expected_version(self.request), **told)
        return self.answer_written(row)
