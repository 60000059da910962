"""Who earns the money: the tier page, the decisions behind it, who moved, and why an account stands where it stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Account
from foundation import clock
from foundation.views import ListView, PageView
from scoring import queries, rules
from scoring.filters import DecisionListFilter, NightFilter
from scoring.models import ScoringRun, TierDecision
from scoring.queries.costs import complaints_behind, told_beside, visits_behind
from scoring.queries.policy_lines import policy_lines
from scoring.queries.tiers import total_row
from teams.models import Company
from teams.visibility import sees_everything

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
            context |= concentration_context(filterset.run, decisions, is_whole=filterset.is_whole)
            context |= _moves(filterset.run, decisions, self.reader) | _nights(filterset.run)
        return super().get_context_data(**kwargs, **context)


class TierAccounts(ListView):
    """The decisions of a night, one row per account."""

    template_name = "scoring/decisions.html"
    fragment = "scoring/_decisions.html"
    filterset_class = DecisionListFilter

    def rows(self) -> QuerySet[TierDecision]:
        rows = TierDecision.objects.visible_to(self.reader)
        return rows.select_related("account__owner").order_by("-order_profit", "account_id").defer("months_past")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, currency=Company.current().base_currency)
        night = context["filter"].run
        rows = queries.place(context["rows"], night) if night else []
        return {**context, "night": night, "rows": rows, "window": ledger_window(night)}


class TierMoves(ListView):
    """Whose tier changed since the last night of an earlier month, and why."""

    template_name = "scoring/moves.html"
    fragment = "scoring/_moves.html"
    filterset_class = NightFilter

    def rows(self) -> QuerySet[TierDecision]:
        self.night = NightFilter(self.request.GET, queryset=TierDecision.objects.none(), request=self.request).run
        self.since = queries.month_before(self.night) if self.night else None
        rows = TierDecision.objects.visible_to(self.reader)
        if self.night is None or self.since is None:
            return rows.none()
        return queries.moved_since(self.since, self.night, queries.explained(rows))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        currency = Company.current().base_currency
        rows = queries.as_seen(queries.place(context["rows"], self.night), self.reader) if self.night else []
        moves = [queries.Explanation(row, currency) for row in rows]
        return {**context, "night": self.night, "since": self.since, "moves": moves, "currency": currency}


class TierExplain(PageView):
    """The calculation of one account's tier, so that it can be followed by hand."""

    template_name = "scoring/explain.html"
    fragment = "scoring/_explain.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = queries.with_standing_fit(Account.objects.select_related("owner"))
        account = self.visible(accounts, pk=self.kwargs["pk"])
        filterset = NightFilter(self.request.GET, queryset=TierDecision.objects.none(), request=self.request)
        filterset.rows_or_400()
        why = queries.explain(account, filterset.run)
        context = {"account": account, "why": why, "pin": queries.pin_of(account), "currency": _currency()}
        fit, bands = queries.fit_of(account), queries.bands_of(account)
        context["churn"] = queries.churn_of(account, fit, bands, queries.open_alerts(account))
        if why:
            queries.as_seen([why.decision], self.reader)
            context |= _calculation(why, sees_all=sees_everything(self.reader))
        history = queries.tier_history(account)
        months = queries.tier_months(history, clock.today())
        return super().get_context_data(**kwargs, **context, history=history, months=months)


def ledger_window(night: ScoringRun | None) -> str:
    """The days that a night looked at, as the ledger's page takes them."""
    if night is None or night.policy is None:
        return ""
    window = rules.window(night.business_date, night.policy.window_months)
    return urlencode({"since": window.after + dt.timedelta(days=1), "until": window.until})


def concentration_context(night: ScoringRun, decisions: QuerySet[TierDecision], *, is_whole: bool) -> dict[str, Any]:
    """`is_whole`: the reader sees all accounts, so that of many nothing has to be counted again."""
    figures, curve = queries.figures_and_curve(night, decisions, is_whole=is_whole)
    is_kept = is_whole and queries.is_kept_whole(night)
    tiers = queries.whole_tier_rows(night) if is_kept else queries.tier_rows(decisions)
    points = [(Decimal(n) / figures.accounts, profit / figures.profit) for n, profit in curve]
    return {"figures": figures, "tiers": tiers, "total": total_row(tiers), "curve": points}


def _moves(night: ScoringRun, decisions: QuerySet[TierDecision], reader: Any) -> dict[str, Any]:
    since = queries.month_before(night)
    if since is None:
        return {"since": None, "moves": []}
    moved = queries.moved_since(since, night, queries.explained(decisions))
    shown = queries.as_seen(queries.place(list(moved[:MOVES_SHOWN]), night), reader)
    moves = [queries.Explanation(row, _currency()) for row in shown]
    return {"since": since, "moves": moves, "moved": moved.count()}


def _nights(night: ScoringRun) -> dict[str, Any]:
    """Other nights to look at; and the later ones that rated nobody, which this one speaks for."""
    latest = queries.nights().first()
    return {
        "nights": list(queries.nights().filter(rated__gt=0)[:NIGHTS_SHOWN]),
        "silent": latest if latest and latest.business_date > night.business_date and not latest.rated else None,
    }


def _calculation(why: queries.Explanation, *, sees_all: bool) -> dict[str, Any]:
    key = queries.key_accounts([why.decision], why.run, why.policy).get(why.decision.account_id)
    visits = visits_behind(why)
    return {
        "ledger_url": f"{reverse('ledger_list', args=[why.decision.account_id])}?{ledger_window(why.run)}",
        "visits": visits,
        "beside_visits": told_beside(visits, why.decision.visit_cost),
        "complaints": complaints_behind(why),
        "key": key,
        "or_if": queries.alternatives(why.decision, why.policy, why.pin, key, queries.first_order_of(why.decision)),
        "changed": queries.changes_of(why.decision, why.before, why.currency),
        "above": why.decision.above if sees_all else None,
        "lines": policy_lines(why.decision, why.policy, why.run),
        "sees_all": sees_all,
    }


def _currency() -> str:
    return Company.current().base_currency
