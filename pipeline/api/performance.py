"""/api/v1/performance-reviews/, agreed-actions/: the person's own and those of people whom the caller leads."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import (
    CreateThroughService,
    EditThroughService,
    VisibleViewSet,
    expected_version,
    nothing_told,
    version_alone,
)
from pipeline import services
from pipeline.models import AgreedAction, PerformanceReview
from pipeline.serializers import AgreedActionSerializer, PerformanceReviewSerializer, VersionBody


class PerformanceReviewViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Reviews of people. Who leads the person writes them; once closed they stay."""

    scope = "performance"
    queryset = PerformanceReview.objects.order_by("-id")
    serializer_class = PerformanceReviewSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]
    update_service = staticmethod(services.performance_note)

    @staticmethod
    @transaction.atomic
    def create_service(*, actor: Any, person: Any, starts_on: Any, ends_on: Any, **notes: Any) -> PerformanceReview:
        row = services.performance_start(actor=actor, person=person, starts_on=starts_on, ends_on=ends_on)
        return services.performance_note(row, actor=actor, version=row.version, **notes)

    @extend_schema(request=VersionBody, responses=PerformanceReviewSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Freezes its figures."""
        row, user = self.get_object(), request.user
        version_alone(request)
        return self.answer_written(services.performance_close(row, actor=user, version=expected_version(request)))  # type: ignore[arg-type]


class AgreedActionViewSet(CreateThroughService, VisibleViewSet):
    """What was agreed in performance reviews."""

    scope = "performance"
    queryset = AgreedAction.objects.order_by("-id")
    serializer_class = AgreedActionSerializer
    http_method_names = ["get", "post", "head", "options"]

    @staticmethod
    def create_service(*, actor: Any, review: PerformanceReview, **fields: Any) -> AgreedAction:
        return services.performance_agree(review, actor=actor, **fields)

    @extend_schema(request=None, responses=AgreedActionSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Ticks it off; again is no error."""
        row, user = self.get_object(), request.user
        nothing_told(request)
        return self.answer_written(services.agreed_action_done(row, actor=user))  # type: ignore[arg-type]
