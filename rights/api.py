"""/api/v1/four-rights/, coverage/, four-rights-rules/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from accounts.api import CoverageViewSet as VisitCoverage
from foundation.viewsets import VisibleViewSet

from .filters import RightsRuleFilter, VerdictFilter
from .models import RightsRule, Verdict
from .queries import with_account
from .serializers import CoverageWithRightsSerializer, RightsRuleSerializer, VerdictSerializer
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


class CoverageViewSet(VisitCoverage):
    """Visits of the last twelve months against the cadence and the 4R check: in all, by tier, by owner."""

    serializer_class = CoverageWithRightsSerializer
    report = staticmethod(coverage_report)

    @extend_schema(responses=CoverageWithRightsSerializer)
    def list(self, request: Any) -> Response:
        return super().list(request)


class RightsRuleViewSet(VisibleViewSet):
    """By what the 4R check judges."""

    scope = "visits"
    queryset = RightsRule.objects.order_by("id")
    serializer_class = RightsRuleSerializer
    filterset_class = RightsRuleFilter
