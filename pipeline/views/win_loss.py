"""Why we win and lose, and against whom: each figure leads to its rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from foundation.ui.lists import address
from foundation.views import PageView
from pipeline.choices import Status
from pipeline.filters import WinLossFilter
from pipeline.models import Opportunity
from pipeline.queries.win_loss import Outcome, win_loss
from teams.models import Company


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
    return {
        "filter": filterset,
        "found": found,
        "total": _row(chosen, found.total),
        "reasons": [_row(chosen, line, close_reason=line.key) for line in found.reasons],
        "competitors": [_row(chosen, line, competitor=line.key) for line in found.competitors],
        "currency": Company.current().base_currency,
    }


class WinLossReport(PageView):
    template_name = "pipeline/win_loss.html"
    fragment = "pipeline/_win_loss.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **win_loss_report(self.request, self.request.GET))


def _row(query: QueryDict, line: Outcome, **filters: Any) -> Row:
    doors = [reverse("opportunity_list") + address(query, status=s, **filters) for s in (Status.WON, Status.LOST)]
    return Row(line, *doors)
