"""/api/v1/losses/, win-backs/, win-back-steps/, loss-reasons/."""

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
from .models import Loss, LossReason, WinBack, WinBackStep
from .queries import shares_of
from .serializers import (
    LossReasonSerializer,
    LossSerializer,
    ReasonShareSerializer,
    WinBackEndBody,
    WinBackSerializer,
    WinBackStepSerializer,
    WithdrawBody,
)

METHODS = ["get", "post", "patch", "head", "options"]


class LossViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Lost accounts, each with its review."""

    scope = "losses"
    queryset = Loss.objects.prefetch_related("also").order_by("-id")
    serializer_class = LossSerializer
    filterset_class = filters.LossFilter
    http_method_names = METHODS
    create_service = staticmethod(services.loss_record)
    update_service = staticmethod(services.loss_update)

    @extend_schema(request=WithdrawBody, responses=LossSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It was marked by mistake: the account is one of ours again, the review stays."""
        loss = self.get_object()
        body = WithdrawBody(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        version, note = expected_version(request), body.validated_data["note"]
        return self.answer_written(services.loss_withdraw(loss, actor=user, version=version, note=note))

    @extend_schema(responses=ReasonShareSerializer(many=True))
    @action(detail=False, pagination_class=None)
    def shares(self, request: Request) -> Response:
        """Our shares of the reasons of the list, narrowed by the same filters, beside the reference."""
        rows = super(VisibleViewSet, self).filter_queryset(self.get_queryset())
        return Response(ReasonShareSerializer(shares_of(rows).reasons, many=True).data)


class WinBackViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Plans to win a lost account back, each with its result."""

    scope = "losses"
    queryset = WinBack.objects.select_related("loss__account__owner", "loss__reason").order_by("-id")
    serializer_class = WinBackSerializer
    filterset_class = filters.WinBackFilter
    http_method_names = METHODS
    create_service = staticmethod(services.win_back_plan)
    update_service = staticmethod(services.win_back_update)

    @extend_schema(request=WinBackEndBody, responses=WinBackSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Won back, or given up."""
        row = self.get_object()
        body = WinBackEndBody(data=request.data)
        body.is_valid(raise_exception=True)
        told = {name: value for name, value in body.validated_data.items() if name != "version"}
        user: Any = request.user
        return self.answer_written(services.win_back_end(row, actor=user, version=expected_version(request), **told))


class WinBackStepViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Who does what by when to win a lost account back."""

    scope = "losses"
    queryset = WinBackStep.objects.select_related("win_back__loss__account", "owner").order_by("-id")
    serializer_class = WinBackStepSerializer
    filterset_class = filters.WinBackStepFilter
    http_method_names = METHODS
    create_service = staticmethod(services.win_back_step_add)
    update_service = staticmethod(services.win_back_step_update)

    @extend_schema(request=None, responses=WinBackStepSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Ticks it off; again is no error."""
        row, user = self.get_object(), request.user
        nothing_told(request)
        return self.answer_written(services.win_back_step_done(row, actor=user))  # type: ignore[arg-type]


class LossReasonViewSet(VisibleViewSet):
    """Why customers leave, with the reference shares."""

    scope = "losses"
    queryset = LossReason.objects.order_by("position")
    serializer_class = LossReasonSerializer
    filterset_class = filters.LossReasonFilter
