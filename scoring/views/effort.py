from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from foundation.ui.bars import Bar, bars_of
from foundation.views import ListView, PageView
from scoring.choices import Misfit
from scoring.filters import DecisionListFilter, NightFilter
from scoring.models import TierDecision
from scoring.queries.effort import TierEffort, averages, effort, misfits, turns
from scoring.queries.nights import of_night
from scoring.views.tiers import ledger_window
from teams.models import Company

SHOWN = 5


class EffortReport(PageView):
    """Visit hours and their cost beside profit, by tier; whom we serve too much, too little, or at a loss."""

    template_name = "scoring/effort.html"
    fragment = "scoring/_effort.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TierDecision.objects.visible_to(self.reader)
        filterset = NightFilter(self.request.GET, queryset=rows, request=self.request)
        decisions = filterset.rows_or_400()
        context = {"filter": filterset, "night": filterset.run, "currency": Company.current().base_currency}
        if filterset.run:
            context |= self._figures(decisions)
        return super().get_context_data(**kwargs, **context)

    def _figures(self, decisions: QuerySet[TierDecision]) -> dict[str, Any]:
        found = effort(decisions)
        shown = {which: misfits(decisions, which, found) for which in Misfit}
        return {
            "effort": found,
            "tiers": found.tiers,
            "drawn": _drawn(found.tiers),
            "lead": found.tier("lead"),
            "misfits": [
                (which, list(rows.select_related("account")[:SHOWN]), rows.order_by().count())
                for which, rows in shown.items()
            ],
            **averages(found),
        }


def _drawn(tiers: list[TierEffort]) -> list[tuple[TierEffort, Bar, Bar]]:
    """Each tier with its share of the hours and of the profit, on one scale."""
    hours, profit = ([getattr(tier, name) or 0 for tier in tiers] for name in ("minutes_share", "profit_share"))
    bars = bars_of([*hours, *profit])
    return list(zip(tiers, bars, bars[len(tiers) :], strict=False))


class EffortAccounts(ListView):
    """The accounts of one misfit; of those that lose money, what would turn them."""

    template_name = "scoring/misfits.html"
    fragment = "scoring/_misfits.html"
    filterset_class = DecisionListFilter

    def rows(self) -> QuerySet[TierDecision]:
        if self.kwargs["which"] not in Misfit.values:
            raise Http404
        self.which = Misfit(self.kwargs["which"])
        rows = TierDecision.objects.visible_to(self.reader)
        self.night = NightFilter(self.request.GET, queryset=rows.none(), request=self.request).run
        if self.night is None:
            return rows.none()
        self.effort = effort(of_night(rows, self.night)) if self.which != Misfit.LOSS else None
        return misfits(rows, self.which, self.effort).select_related("account__owner").defer("months_past")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, currency=Company.current().base_currency)
        context |= {"which": self.which, "night": self.night, "window": ledger_window(self.night)}
        if self.night is None:
            return context
        if self.effort is None:
            return {**context, "turns": turns(context["rows"], self.night)}
        return context | averages(self.effort)
