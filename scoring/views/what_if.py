"""Who would move under a version of the tier policy: as a picture, as a list, beside another version."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from foundation.views import ActionView, ListView, PageView
from scoring import queries, services
from scoring.choices import Rule, RunState
from scoring.filters import DisagreeFilter, WhatIfFilter
from scoring.models import TierDecision, TierPolicy, WhatIf, WhatIfMove
from scoring.queries import what_if as asked
from scoring.queries.comparison import Comparison, compare
from scoring.queries.failures import failure_words
from teams.models import Company
from teams.views.doors import ForLeads
from teams.visibility import sees_everything


class OfPolicy(ForLeads):
    """Pages about the version in their address."""

    kwargs: dict[str, Any]

    @cached_property
    def policy(self) -> TierPolicy:
        rows = TierPolicy.objects.select_related("created_by", "activated_by")
        return get_object_or_404(rows, version=self.kwargs["version"])


def what_if_context(policy: TierPolicy, reader: Any) -> dict[str, Any]:
    """The newest what-if of `policy` over the accounts that `reader` sees."""
    what_if, standing = asked.what_if_of(policy), queries.standing_night()
    is_judged = what_if is not None and what_if.judged_at is not None
    night = what_if.run if what_if and is_judged else standing
    rows, is_whole = TierDecision.objects.visible_to(reader), sees_everything(reader)
    tiers = asked.tiers_now(night, rows, is_whole=is_whole) if night else []
    accounts = sum(row.accounts for row in tiers)
    context: dict[str, Any] = {
        "what_if": what_if,
        "is_under_way": asked.is_on_its_way(what_if),
        "night": night,
        "out_of_sight": 0 if is_whole else asked.out_of_sight(night, accounts),
    }
    if what_if is not None and what_if.state == RunState.FAILED:
        context["failure"] = failure_words(what_if.error)
    if what_if is None or not is_judged:
        return context
    moving = asked.shifts(what_if, WhatIfMove.objects.visible_to(reader))
    return {
        **context,
        "stale": asked.stale_because(what_if, standing),
        "came_since": asked.came_since(what_if, standing),
        "rates_nobody": asked.rates_nobody(standing),
        "moving": moving,
        "moved": _together(moving),
        "accounts": accounts,
        "matrix": asked.matrix(tiers, moving),
        "currency": Company.current().base_currency,
    }


def _together(moving: list[asked.Shift]) -> asked.Shift:
    """What moves in all."""
    sums = {name: sum(getattr(shift, name) for shift in moving) for name in ("accounts", "profit", "minutes", "visits")}
    return asked.Shift("", "", **sums)


class PolicyJudge(OfPolicy, ActionView):
    """Judges anew, in the background."""

    def act(self) -> WhatIf:
        return services.what_if_start(self.policy, actor=self.reader)

    def next_url(self) -> str:
        return reverse("policy_activate", args=[self.policy.version])


class PolicyProgress(OfPolicy, PageView):
    """How far it is, then what came out; asked for while it is on its way."""

    template_name = "scoring/_what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = what_if_context(self.policy, self.reader)
        return super().get_context_data(**kwargs, policy=self.policy, is_swap=True, **context)


class PolicyMoves(OfPolicy, ListView):
    """The accounts that would move under a version, or those that would stay in a tier."""

    template_name = "scoring/policy_moves.html"
    fragment = "scoring/_policy_moves.html"
    filterset_class = WhatIfFilter

    @cached_property
    def what_if(self) -> WhatIf | None:
        found = asked.what_if_of(self.policy)
        return found if found and found.judged_at else None

    def rows(self) -> QuerySet[TierDecision]:
        rows = TierDecision.objects.visible_to(self.reader).select_related("account__owner").defer("months_past")
        return asked.with_outcome(rows, self.what_if)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, policy=self.policy, what_if=self.what_if)
        stale = asked.stale_because(self.what_if, queries.standing_night()) if self.what_if else []
        sums = asked.sums_of(context["filter"].qs) if self.what_if else None
        for row in context["rows"]:
            row.why_then = Rule(row.rule_then).label if row.rule_then else ""
        return {**context, "stale": stale, "sums": sums, "currency": Company.current().base_currency}


class PolicyBeside(OfPolicy, ListView):
    """Two versions side by side: what they say, what would come of it, on which accounts they disagree."""

    template_name = "scoring/policy_beside.html"
    fragment = "scoring/_policy_disagree.html"
    filterset_class = DisagreeFilter

    @cached_property
    def comparison(self) -> Comparison:
        other = get_object_or_404(TierPolicy, version=self.kwargs["other"])
        return compare(self.policy, other, self.reader)

    def rows(self) -> QuerySet[TierDecision]:
        rows = self.comparison.disagreeing(TierDecision.objects.visible_to(self.reader))
        return rows.select_related("account__owner").defer("months_past")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = self.comparison
        return super().get_context_data(
            **kwargs,
            comparison=comparison,
            values=queries.policy_values(comparison.first.policy, comparison.second.policy),
            currency=Company.current().base_currency,
        )
