from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet, expected_version
from relations import services
from relations.filters import HelpRequestFilter, WallFilter
from relations.models import HelpRequest, MarkAdvice, Wall, WallReading
from relations.serializers import (
    HelpAnswerBody,
    HelpRequestSerializer,
    MarkAdviceSerializer,
    WallReadingSerializer,
    WallSerializer,
)
from teams.models import User


class WallViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Relationship walls. Each POST and PATCH is a marking that is kept."""

    scope = "walls"
    queryset = Wall.objects.select_related("account").order_by("-id")
    serializer_class = WallSerializer
    filterset_class = WallFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.wall_mark)

    @staticmethod
    def update_service(row: Wall, *, actor: User, version: int, **told: Any) -> Wall:
        return services.wall_mark(actor=actor, account=row.account, version=version, **told)

    @extend_schema(responses=WallReadingSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def readings(self, request: Request, pk: str) -> Response:
        """Every marking, the latest first."""
        rows = WallReading.objects.filter(wall=self.get_object()).order_by("-id")
        return self.get_paginated_response(WallReadingSerializer(self.paginate_queryset(rows), many=True).data)


class MarkAdviceViewSet(VisibleViewSet):
    """What to do about each mark, by its place."""

    scope = "walls"
    queryset = MarkAdvice.objects.order_by("position", "id")
    serializer_class = MarkAdviceSerializer


class HelpRequestViewSet(CreateThroughService, VisibleViewSet):
    """Help asked of colleagues and superiors."""

    scope = "walls"
    queryset = HelpRequest.objects.order_by("-id")
    serializer_class = HelpRequestSerializer
    filterset_class = HelpRequestFilter
    http_method_names = ["get", "post", "head", "options"]
    create_service = staticmethod(services.help_ask)

    @extend_schema(request=HelpAnswerBody, responses=HelpRequestSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """What came of it."""
        row = self.get_object()
        body = HelpAnswerBody(data=request.data)
        body.is_valid(raise_exception=True)
        told = {"version": expected_version(request), "answer": body.validated_data["answer"]}
        actor: Any = request.user
        return self.answer_written(services.help_answer(row, actor=actor, **told))
