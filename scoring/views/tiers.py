"""Who earns the money: the tier page, the decisions behind it, who moved, and why an account stands where it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Account
from foundation.views import ListView, PageView
from scoring import queries
from scoring.filters import DecisionListFilter, NightFilter
from scoring.models import ScoringRun, TierDecision
from scoring.queries.costs import visits_behind
from scoring.queries.explain import profit_above
from scoring.queries.policy_lines import policy_lines
from teams.models import Company

MOVES_SHOWN = 8
NIGHTS_SHOWN = 12


class Tiers(PageView):
    """The 20/80 sentence, the whale curve, the tiers, who moved."""

    template_name = "scoring/tiers.html"
    fragment = "scoring/_tiers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TierDecision.objects.visible_to(self.reader)
        filterset = NightFilter(self.request.GET, queryset=rows, request=self.request)
        decisions = filterset.rows_or_400()
        context = {"filter": filterset, "night": filterset.run, "currency": Company.current().base_currency}
        if filterset.run:
            context |= _figures(decisions) | _moves(filterset.run, decisions) | _nights(filterset.run)
        return super().get_context_data(**kwargs, **context)


class TierAccounts(ListView):
    """The decisions of a night, one row per account."""

    template_name = "scoring/decisions.html"
    fragment = "scoring/_decisions.html"
    filterset_class = DecisionListFilter

    def rows(self) -> QuerySet[TierDecision]:
        rows = TierDecision.objects.visible_to(self.reader)
        by_rank = F("rank").asc(nulls_last=True)
        return rows.select_related("account__owner").order_by(by_rank, "id").defer("months_past")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, currency=Company.current().base_currency)
        return {**context, "night": context["filter"].run}


class TierMoves(ListView):
    """Whose tier changed since the last night of an earlier month, and why."""

    template_name = "scoring/moves.html"
    fragment = "scoring/_moves.html"
    filterset_class = NightFilter

    def rows(self) -> QuerySet[TierDecision]:
        self.night = NightFilter(self.request.GET, queryset=TierDecision.objects.none(), request=self.request).run
        self.since = queries.month_before(self.night) if self.night else None
        rows = TierDecision.objects.visible_to(self.reader)
        return queries.moved_since(self.since, queries.explained(rows)) if self.since else rows.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        currency = Company.current().base_currency
        moves = [queries.Explanation(row, currency) for row in context["rows"]]
        return {**context, "night": self.night, "since": self.since, "moves": moves, "currency": currency}


class TierExplain(PageView):
    """The calculation of one account's tier, so that it can be followed by hand."""

    template_name = "scoring/explain.html"
    fragment = "scoring/_explain.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])
        filterset = NightFilter(self.request.GET, queryset=TierDecision.objects.none(), request=self.request)
        filterset.rows_or_400()
        why = queries.explain(account, filterset.run)
        context = {"account": account, "why": why, "pin": queries.pin_of(account), "currency": _currency()}
        context["churn"] = queries.churn_of(account)
        if why:
            context |= _calculation(why, sees_all=_sees_all(why.run, self.reader))
        return super().get_context_data(**kwargs, **context, history=queries.tier_history(account))


def _figures(decisions: QuerySet[TierDecision]) -> dict[str, Any]:
    figures = queries.concentration(decisions)
    curve = queries.whale_curve(decisions) if figures.profit > 0 else []
    return {
        "figures": figures,
        "tiers": queries.tier_rows(decisions),
        "curve": [(Decimal(n) / figures.accounts, profit / figures.profit) for n, profit in curve],
    }


def _moves(night: ScoringRun, decisions: QuerySet[TierDecision]) -> dict[str, Any]:
    since = queries.month_before(night)
    if since is None:
        return {"since": None, "moves": []}
    moved = queries.moved_since(since, queries.explained(decisions))
    shown = [queries.Explanation(row, _currency()) for row in moved[:MOVES_SHOWN]]
    return {"since": since, "moves": shown, "moved": moved.count()}


def _nights(night: ScoringRun) -> dict[str, Any]:
    """Other nights to look at; and the later ones that rated nobody, which this one speaks for."""
    latest = queries.nights().first()
    return {
        "nights": list(queries.nights().filter(rated__gt=0)[:NIGHTS_SHOWN]),
        "silent": latest if latest and latest.business_date > night.business_date and not latest.rated else None,
    }


def _calculation(why: queries.Explanation, *, sees_all: bool) -> dict[str, Any]:
    return {
        "visits": visits_behind(why),
        "above": profit_above(why.decision) if sees_all else None,
        "lines": policy_lines(why.decision, why.policy, why.run),
        "sees_all": sees_all,
    }


def _sees_all(night: ScoringRun, reader: Any) -> bool:
    """Sums over all accounts are for who sees all of them."""
    seen = queries.decisions_of(night, TierDecision.objects.visible_to(reader)).count()
    return bool(seen == night.accounts)


def _currency() -> str:
    return Company.current().base_currency
