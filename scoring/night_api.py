"""/api/v1/nights/: the nightly runs, and a run by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import VisibleViewSet
from teams.rules import only_leads

from . import services
from .models import ScoringRun
from .night_filters import RunFilter
from .night_serializers import RunDetailSerializer, RunSerializer, StartSerializer
from .queries.nights import with_living


class NightViewSet(VisibleViewSet):
    """Nightly runs, the latest business date first, each by its id with steps, rows and seconds; for those who lead.
    POST queues the night of a date, also one that was done before: any date gives the same rows again."""

    scope = "nights"
    queryset = with_living(ScoringRun.objects.select_related("policy")).order_by("-business_date")
    serializer_class = RunSerializer
    filterset_class = RunFilter

    def get_queryset(self) -> QuerySet[ScoringRun]:
        """Runs belong to no team: whoever leads sees them all, as on the page."""
        if not getattr(self, "swagger_fake_view", False):
            only_leads(self.request.user)
        return self.queryset.all()

    def get_serializer_class(self) -> Any:
        return RunSerializer if self.action == "list" else RunDetailSerializer

    @extend_schema(request=StartSerializer, responses={202: RunDetailSerializer})
    def create(self, request: Request) -> Response:
        """Queued; one that is on its way already is answered as it is."""
        user: Any = request.user
        only_leads(user)
        body = StartSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        run = services.night_start(actor=user, date=body.validated_data.get("date"))
        return self.answer_written(run, status.HTTP_202_ACCEPTED)
