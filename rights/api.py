"""/api/v1/four-rights/, coverage/, four-rights-rules/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.response import Response

from accounts.filters import CoverageFilter
from accounts.models import Account
from foundation.viewsets import VisibleViewSet

from .filters import RightsRuleFilter, VerdictFilter
from .models import RightsRule, Verdict
from .queries import with_account
from .serializers import CoverageSerializer, RightsRuleSerializer, VerdictSerializer
from .views.coverage import coverage_report


class FourRightsViewSet(VisibleViewSet):
    """The 4R check of each account (by its id): of the best tiers first, there those of which most fails."""

    scope = "visits"
    queryset = Verdict.objects.all()
    serializer_class = VerdictSerializer
    filterset_class = VerdictFilter
    lookup_field = "account_id"
    lookup_url_kwarg = "pk"

    def get_queryset(self) -> QuerySet[Verdict]:
        return with_account(super().get_queryset())

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """Without an ETag: it is computed."""
        return Response(self.get_serializer(row).data, status=code)


class CoverageViewSet(viewsets.GenericViewSet):
    """Visits of the last twelve months against the cadence and the 4R check: in all, by tier, by owner."""

    scope = "visits"
    queryset = Account.objects.all()
    serializer_class = CoverageSerializer
    filterset_class = CoverageFilter
    pagination_class = None

    def get_queryset(self) -> QuerySet[Account]:
        if getattr(self, "swagger_fake_view", False):
            return Account.objects.none()
        return Account.objects.visible_to(self.request.user)

    @extend_schema(responses=CoverageSerializer)
    def list(self, request: Any) -> Response:
        # Refuses unknown and bad filters in the API's own words; the report then applies them itself.
        self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(coverage_report(request, request.query_params)).data)


class RightsRuleViewSet(VisibleViewSet):
    """By what the 4R check judges."""

    scope = "visits"
    queryset = RightsRule.objects.order_by("id")
    serializer_class = RightsRuleSerializer
    filterset_class = RightsRuleFilter
