"""/api/v1/plans/, objectives/, plan-actions/, plan-reviews/, key-points/, resource-mixes/."""

from __future__ import annotations

from typing import Any

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
)

from . import filters, services
from .models import AccountPlan, KeyPoint, Objective, PlanAction, PlanReview, ResourceMix
from .queries.plan import with_progress
from .serializers import (
    KeyPointSerializer,
    ObjectiveSerializer,
    PlanActionSerializer,
    PlanKeyBody,
    PlanReviewBody,
    PlanReviewSerializer,
    PlanSerializer,
    PlanSplitBody,
    ResourceMixSerializer,
)

METHODS = ["get", "post", "patch", "head", "options"]


class PlanViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Account plans, one a year: split between teams, keys ticked, quarters reviewed."""

    scope = "plans"
    queryset = with_progress(AccountPlan.objects.prefetch_related("shares", "checks")).order_by("-id")
    serializer_class = PlanSerializer
    filterset_class = filters.PlanFilter
    http_method_names = METHODS
    create_service = staticmethod(services.plan_create)
    update_service = staticmethod(services.plan_update)

    @extend_schema(request=PlanSplitBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: str) -> Response:
        """Each team's part of the revenue, as a whole: together 100, or none at all."""
        plan = self.get_object()
        body = PlanSplitBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        shares = [(row["team"], row["share"]) for row in body.validated_data["shares"]]
        user: Any = request.user
        return self.answer_written(
            services.plan_split(plan, actor=user, version=expected_version(request), shares=shares)
        )

    @extend_schema(request=PlanKeyBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    def key(self, request: Request, pk: str) -> Response:
        """Ticks a key, or takes the tick back; again is no error."""
        plan = self.get_object()
        body = PlanKeyBody(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        services.key_check(plan, actor=user, key=body.validated_data["key"], done=body.validated_data["held"])
        return self.answer_written(plan)

    @extend_schema(request=PlanReviewBody, responses=PlanReviewSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Freezes what stands at the end of the quarter that is due."""
        plan = self.get_object()
        body = PlanReviewBody(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        version, note = expected_version(request), body.validated_data["note"]
        row = services.review_hold(plan, actor=user, version=version, note=note)
        return Response(PlanReviewSerializer(row).data)


class ObjectiveViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """What plans want to reach, in numbers."""

    scope = "plans"
    queryset = Objective.objects.select_related("plan__account").order_by("-id")
    serializer_class = ObjectiveSerializer
    filterset_class = filters.ObjectiveFilter
    http_method_names = METHODS
    create_service = staticmethod(services.objective_add)
    update_service = staticmethod(services.objective_update)


class PlanActionViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Who does what by when in plans."""

    scope = "plans"
    queryset = PlanAction.objects.select_related("plan__account", "owner", "objective").order_by("-id")
    serializer_class = PlanActionSerializer
    filterset_class = filters.PlanActionFilter
    http_method_names = METHODS
    create_service = staticmethod(services.action_add)
    update_service = staticmethod(services.action_update)

    @extend_schema(request=None, responses=PlanActionSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Ticks it off; again is no error."""
        row, user = self.get_object(), request.user
        nothing_told(request)
        return self.answer_written(services.action_done(row, actor=user))  # type: ignore[arg-type]


class PlanReviewViewSet(VisibleViewSet):
    """What stood when a quarter was reviewed."""

    scope = "plans"
    queryset = PlanReview.objects.order_by("-id")
    serializer_class = PlanReviewSerializer
    filterset_class = filters.PlanReviewFilter


class KeyPointViewSet(VisibleViewSet):
    """The eight keys of serving a key account."""

    scope = "plans"
    queryset = KeyPoint.objects.order_by("position")
    serializer_class = KeyPointSerializer
    filterset_class = filters.KeyPointFilter


class ResourceMixViewSet(VisibleViewSet):
    """Templates of a resource mix."""

    scope = "plans"
    queryset = ResourceMix.objects.order_by("position")
    serializer_class = ResourceMixSerializer
    filterset_class = filters.ResourceMixFilter
