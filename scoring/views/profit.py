from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from foundation.paging import ListPage
from foundation.ui.bars import bars_of
from foundation.views import PageView
from scoring.choices import ProfitBy
from scoring.filters import NO_INDUSTRY, ProfitFilter
from scoring.models import TierDecision
from scoring.queries.profit import ProfitLine, Question, profit_page
from scoring.views.tiers import ledger_window
from teams.models import Company

FILTER_OF = {ProfitBy.TEAM: "in_team"}
"""How the list of accounts calls what a line has in common, where it is not the same word."""


KEPT = ("team", "owner", "tier", "industry")


class ProfitReport(PageView):
    """What each team (owner, group, industry, tier, account) brings, and what has changed since an earlier night."""

    template_name = "scoring/profit.html"
    fragment = "scoring/_profit.html"

    @cached_property
    def filterset(self) -> ProfitFilter:
        rows = TierDecision.objects.visible_to(self.reader)
        return ProfitFilter(self.request.GET, queryset=rows, request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decisions = self.filterset.rows_or_400()
        question = self.filterset.question if self.filterset.is_valid() else None
        context = {"filter": self.filterset, "question": question, "currency": Company.current().base_currency}
        if question is None:
            return super().get_context_data(**kwargs, **context)
        seen = TierDecision.objects.visible_to(self.reader)
        page, total = profit_page(decisions, seen, question, self.request.GET.get("page"))
        lines = page.rows
        bars = bars_of([line.profit for line in lines])
        rows = [(line, self._door(line, question), bar) for line, bar in zip(lines, bars, strict=True)]
        shown = {"page": page, "rows": rows, "lines": lines, "total": total, "ends": _ends(page)}
        return super().get_context_data(**kwargs, **context, **shown)

    def _door(self, line: ProfitLine, question: Question) -> str:
        """The accounts of a line; of an account its ledger."""
        if question.by == ProfitBy.ACCOUNT:
            return f"{reverse('ledger_list', args=[line.key])}?{ledger_window(question.night)}"
        kept = {name: typed for name in KEPT if (typed := self.request.GET.get(name))}
        key = line.key or NO_INDUSTRY
        own = {FILTER_OF.get(question.by, question.by.value): key, "rated": "true"}
        night = {"night": question.night.business_date.isoformat()}
        return f"{reverse('tier_accounts')}?{urlencode(kept | own | night)}"


def _ends(page: ListPage) -> tuple[ProfitLine, ProfitLine] | None:
    """Who brings most and who least; None where they are on other pages, are one, earn nothing or have no name."""
    ordered = sorted(page.rows, key=attrgetter("profit"))
    if page.count != len(ordered) or len(ordered) < 2:
        return None
    most, least = ordered[-1], ordered[0]
    return (most, least) if most.profit > 0 and most.name and least.name else None
