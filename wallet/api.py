"""/api/v1/wallets/, share-of-wallet/, wallet-rules/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from foundation.viewsets import VisibleViewSet, expected_version

from . import services
from .filters import EstimateFilter, WalletFilter, WalletRuleFilter
from .models import Estimate, WalletRule
from .queries.ours import with_ours
from .queries.standing import with_standing
from .serializers import (
    EstimateBody,
    EstimateSerializer,
    ShareOfWalletSerializer,
    WalletRuleSerializer,
    WithdrawEstimateBody,
)


class WalletViewSet(VisibleViewSet):
    """Estimates of what accounts spend a year on what we sell, and with whom. Kept, never edited."""

    scope = "wallets"
    queryset = Estimate.objects.prefetch_related("parts").order_by("-id")
    serializer_class = EstimateSerializer
    filterset_class = EstimateFilter
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Estimate]:
        return with_ours(super().get_queryset())

    @extend_schema(request=EstimateBody, responses={201: EstimateSerializer})
    def create(self, request: Request) -> Response:
        """What somebody learned. 400: parts that are more than the whole, less than they bought from us alone."""
        body = EstimateBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        row = services.estimate_add(actor=request.user, **body.validated_data)  # type: ignore[arg-type]
        return self.answer_written(row, status.HTTP_201_CREATED)

    @extend_schema(request=WithdrawEstimateBody, responses=EstimateSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It was wrong: it stays to be read, and counts for nothing."""
        row = self.get_object()
        body = WithdrawEstimateBody(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        version, note = expected_version(request), body.validated_data["note"]
        return self.answer_written(services.estimate_withdraw(row, actor=user, version=version, note=note))


class ShareOfWalletViewSet(VisibleViewSet):
    """How each account (by its id) stands by its latest estimate, those that spend most elsewhere first."""

    scope = "wallets"
    queryset = Account.objects.filter(archived_at=None)
    serializer_class = ShareOfWalletSerializer
    filterset_class = WalletFilter

    def get_queryset(self) -> QuerySet[Account]:
        return with_standing(super().get_queryset())

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """Without an ETag: the row's version is the account's own."""
        return Response(self.get_serializer(row).data, status=code)


class WalletRuleViewSet(VisibleViewSet):
    """By what shares of wallet are judged."""

    scope = "wallets"
    queryset = WalletRule.objects.order_by("id")
    serializer_class = WalletRuleSerializer
    filterset_class = WalletRuleFilter
