"""/api/v1/forecast/, movement/, saturation/, productivity/, ageing/, win-loss/, against-whom/: the figures
of the reports, under the same filters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.filters import (
    FunnelFilter,
    FunnelThenFilter,
    MovementFilter,
    PeriodFilter,
    ProductivityFilter,
    QuotaFilter,
    WinLossFilter,
)
from pipeline.models import Opportunity
from pipeline.serializers import (
    AgainstWhomSerializer,
    AgeingSerializer,
    ForecastSerializer,
    FunnelThenSerializer,
    MovementSerializer,
    ProductivitySerializer,
    SaturationSerializer,
    WinLossSerializer,
)
from pipeline.views.ageing import ageing_report
from pipeline.views.doors import about_own
from pipeline.views.forecast import forecast_report
from pipeline.views.movement import movement_report
from pipeline.views.productivity import productivity_report
from pipeline.views.quota import quota_report
from pipeline.views.rivals import against_whom_report
from pipeline.views.then import funnel_then_report
from pipeline.views.win_loss import win_loss_report


class ReportViewSet(viewsets.GenericViewSet):
    """One report of the opportunities that the reader sees."""

    report: ClassVar[Any]
    """(request, query) → the figures."""
    queryset = Opportunity.objects.all()
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Opportunity.objects.none()
        return Opportunity.objects.visible_to(self.request.user).live()

    def list(self, request: Request) -> Response:
        about_own(request._request)
        # Refuses unknown and bad filters in the API's own words; the report then applies them itself.
        self.filter_queryset(self.get_queryset())
        told = type(self).report(request, request.query_params)
        return Response(self.get_serializer(told).data)


class ForecastViewSet(ReportViewSet):
    """The forecast of a month, quarter or year, by stage, team and person, with what was said about past ones."""

    scope = "forecast"
    serializer_class = ForecastSerializer
    filterset_class = PeriodFilter
    report = staticmethod(forecast_report)


class MovementViewSet(ReportViewSet):
    """How the open funnel changed between two days."""

    scope = "movement"
    serializer_class = MovementSerializer
    filterset_class = MovementFilter
    report = staticmethod(movement_report)


class FunnelThenViewSet(ReportViewSet):
    """The open funnel as it stood on a day."""

    scope = "funnel"
    serializer_class = FunnelThenSerializer
    filterset_class = FunnelThenFilter
    report = staticmethod(funnel_then_report)


class SaturationViewSet(ReportViewSet):
    """Quotas, and whether the funnel covers what is missing."""

    scope = "quotas"
    serializer_class = SaturationSerializer
    filterset_class = QuotaFilter
    report = staticmethod(quota_report)


class ProductivityViewSet(ReportViewSet):
    """The productivity equation by team and person."""

    scope = "productivity"
    serializer_class = ProductivitySerializer
    filterset_class = ProductivityFilter
    report = staticmethod(productivity_report)


class AgeingViewSet(ReportViewSet):
    """How long open opportunities have stood in their stages, and which are stuck."""

    scope = "funnel"
    serializer_class = AgeingSerializer
    filterset_class = FunnelFilter
    report = staticmethod(ageing_report)


class WinLossViewSet(ReportViewSet):
    """What was won and lost, by reason and by competitor; of the last 12 months unless `closed` says otherwise."""

    scope = "funnel"
    serializer_class = WinLossSerializer
    filterset_class = WinLossFilter
    report = staticmethod(win_loss_report)


class AgainstWhomViewSet(ReportViewSet):
    """Won, lost and open against each competitor, of all time."""

    scope = "competitors"
    serializer_class = AgainstWhomSerializer
    filterset_class = FunnelFilter
    report = staticmethod(against_whom_report)
