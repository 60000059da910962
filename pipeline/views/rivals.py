"""The report on competitors: each figure leads to its rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from journal.live import LivePage
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from pipeline.queries.rivals import against_whom, decided_with_a_rival
from teams.models import Company

from .doors import OfOwnGoals


def against_whom_report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """Context of pipeline/_against_whom.html for the reader of `request`, narrowed by `query`."""
    rows = Opportunity.objects.visible_to(request.user).live()
    filterset = FunnelFilter(query, queryset=rows, request=request)
    chosen = filterset.rows_or_400()
    lines = against_whom(chosen)
    decided = [line for line in lines if line.decided]
    return {
        "filter": filterset,
        "lines": lines,
        "hardest": min(decided, key=lambda line: (line.win_rate or 0, -line.decided), default=None),
        "decided": decided_with_a_rival(lines, chosen),
        "currency": Company.current().base_currency,
    }


class AgainstWhom(OfOwnGoals, LivePage):
    """Against whom we win, and against whom we lose."""

    template_name = "pipeline/against_whom.html"
    fragment = "pipeline/_against_whom.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **against_whom_report(self.request, self.request.GET))
