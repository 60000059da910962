"""/api/v1/effort/: where our hours go beside what comes of it, and the accounts on which the two do not fit."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.paging import CursorPages
from teams.models import Company

from .choices import Misfit
from .effort_serializers import EffortSerializer, MisfitSerializer
from .filters import DecisionListFilter, NightFilter
from .models import TierDecision
from .queries.effort import averages, effort, misfits, turns
from .queries.nights import of_night


class EffortViewSet(viewsets.GenericViewSet):
    """Visit hours and their cost beside profit, by tier, of a night (`night=`, default: the one that stands)."""

    scope = "tiers"
    queryset = TierDecision.objects.all()
    serializer_class = EffortSerializer
    filterset_class = NightFilter
    pagination_class = None

    @extend_schema(responses={200: EffortSerializer, 404: OpenApiResponse()})
    def list(self, request: Request) -> Response:
        """The figures of the page /reports/effort/, over the accounts that the reader sees."""
        filterset = self._understood(NightFilter, TierDecision.objects.visible_to(request.user))
        if filterset.run is None:
            raise Http404
        decisions = filterset.qs
        found = effort(decisions)
        counts = {which.value: misfits(decisions, which, found).order_by().count() for which in Misfit}
        names = ("tiers", "minutes", "goal_accounts", "goal_minutes", "goal_share")
        figures = {name: getattr(found, name) for name in (*names, "top_accounts", "top_minutes", "top_share")}
        told = {"night": filterset.run.business_date, "currency": Company.current().base_currency}
        return Response(EffortSerializer({**told, **figures, **averages(found), **counts}).data)

    @extend_schema(operation_id="effort_accounts_list", responses=MisfitSerializer(many=True))
    @action(
        detail=False,
        url_path="(?P<which>loss|over|under)",
        filterset_class=DecisionListFilter,
        pagination_class=CursorPages,
        serializer_class=MisfitSerializer,
    )
    def misfits(self, request: Request, which: str) -> Response:
        """Accounts that cost more than they bring, or get more or less of us than they should; the worst first."""
        seen, wanted = TierDecision.objects.visible_to(request.user), Misfit(which)
        night = self._understood(DecisionListFilter, seen.none()).run
        found = effort(of_night(seen, night)) if night and wanted != Misfit.LOSS else None
        filterset = self._understood(DecisionListFilter, misfits(seen, wanted, found) if night else seen.none())
        rows: Any = self.paginate_queryset(filterset.qs.select_related("account").defer("months_past"))
        by_row = {turn.decision.pk: turn for turn in turns(rows, night)} if night and wanted == Misfit.LOSS else {}
        for row in rows:
            row.turn = by_row.get(row.pk)
        return self.get_paginated_response(MisfitSerializer(rows, many=True).data)

    def _understood(self, kind: Any, rows: Any) -> Any:
        return kind(self.request.query_params, queryset=rows, request=self.request).understood()
