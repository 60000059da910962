"""The board, and what changes on it after a move."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from foundation import clock
from foundation.views import PageView
from pipeline import queries
from pipeline.filters import OpportunityFilter
from pipeline.models import Opportunity, Stage
from teams.models import Company

SHOWN = ("q", "owner", "team", "closing", "tier", "flag")
"""The filters that the board offers; its address takes all of the list's."""


class Board(PageView):
    template_name = "pipeline/board.html"
    fragment = "pipeline/_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = _narrowed(self.request, self.request.GET)
        rows, bar = filterset.rows_or_400(), filterset.form
        context = _context(rows)
        if not self.request.GET:
            filterset.offer(owner=context["board"].owners, team=context["board"].teams)
        for name in set(bar.fields) - {*SHOWN, *self.request.GET}:
            del bar.fields[name]
        return super().get_context_data(**kwargs, **context, bar=bar)


def is_from_board(request: HttpRequest) -> bool:
    """Whether an htmx request was sent by the board."""
    return urlsplit(_sent_from(request)).path == reverse("board")


def present_board(request: HttpRequest) -> dict[str, Any]:
    """The context of the board that an htmx request was sent from, under that board's own filters."""
    query = QueryDict(urlsplit(_sent_from(request)).query)
    return _context(_narrowed(request, query).rows_or_400())


def changed_columns(request: HttpRequest, *stages: Stage, toast: str) -> HttpResponse:
    """The columns of `stages` and the forecast, to be swapped in where they stand."""
    context = present_board(request)
    changed = {stage.pk for stage in stages}
    context["columns"] = [column for column in context["columns"] if column.stage.pk in changed]
    response = render(request, "pipeline/_board_changes.html", context)
    response["HX-Reswap"] = "none"
    # Only then: whatever is swapped for the panel, nothing included, opens it first.
    response["HX-Trigger-After-Settle"] = json.dumps({"toast": {"text": toast}, "panel:close": True})
    return response


def _narrowed(request: HttpRequest, query: QueryDict) -> OpportunityFilter:
    rows: QuerySet[Opportunity] = Opportunity.objects.visible_to(request.user)
    return OpportunityFilter(query, queryset=rows, request=request)


def _context(rows: QuerySet[Opportunity]) -> dict[str, Any]:
    today = clock.today()
    watch = queries.Watch.of(today)
    board = queries.board(rows, judged=watch.judged)
    for column in board.columns:
        for card in column.cards:
            card.flags = watch.names(card)  # type: ignore[attr-defined]
    stages = [column.stage for column in board.columns]
    currency = Company.current().base_currency
    return {"board": board, "columns": board.columns, "stages": stages, "currency": currency, "today": today}


def _sent_from(request: HttpRequest) -> str:
    return str(getattr(request.htmx, "current_url", "") or "")  # type: ignore[attr-defined]
