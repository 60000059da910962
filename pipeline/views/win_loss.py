"""Why we win and lose, and against whom: each figure leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from foundation import clock
from foundation.ui.lists import address
from journal.live import LivePage
from pipeline.choices import Status
from pipeline.filters import WinLossFilter
from pipeline.models import Opportunity
from pipeline.queries import periods
from pipeline.queries.win_loss import Outcome, Part, begins_on, win_loss
from teams.models import Company

from .doors import OfOwnGoals


class Row(NamedTuple):
    """A line with the lists behind its figures."""

    line: Outcome
    won_url: str
    lost_url: str


def win_loss_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_win_loss.html for the reader of `request`, narrowed by `query`: of the last twelve months
    unless it says otherwise (`closed`)."""
    chosen = query.copy()
    chosen.setdefault("closed", "year")
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = WinLossFilter(chosen, queryset=rows, request=request)
    found = win_loss(filterset.rows_or_400())
    within = filterset.within
    reasons = [_row(chosen, line, close_reason=line.key) for line in found.reasons]
    return {
        "filter": filterset,
        "found": found,
        "within": within,
        "begins_on": begins_on(filterset.at_any_time, periods.period(within, clock.today())[0]),
        "why_won": _bars([(row.line.label, row.line.won, row.won_url) for row in reasons]),
        "why_lost": _bars([(row.line.label, row.line.lost, row.lost_url) for row in reasons]),
        "total": _row(chosen, found.total),
        "worst_url": next((row.lost_url for row in reasons if row.line is found.worst), ""),
        "reasons": reasons,
        "competitors": [_row(chosen, line, competitor=line.key) for line in found.competitors],
        "currency": Company.current().base_currency,
    }


class WinLossReport(OfOwnGoals, LivePage):
    template_name = "pipeline/win_loss.html"
    fragment = "pipeline/_win_loss.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **win_loss_report(self.request, self.request.GET))


def _bars(parts: Iterable[tuple[Any, Part, str]]) -> list[dict[str, Any]]:
    """Rows of a bar list: those there are any of, the largest amount first."""
    there = sorted((row for row in parts if row[1].count), key=lambda row: -row[1].amount)
    return [{"label": label, "value": part.amount, "url": url} for label, part, url in there]


def _row(query: QueryDict, line: Outcome, **filters: Any) -> Row:
    doors = [reverse("opportunity_list") + address(query, status=s, **filters) for s in (Status.WON, Status.LOST)]
    return Row(line, *doors)
