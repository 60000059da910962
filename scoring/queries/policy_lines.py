"""The policy's lines in their order, each with the account's own figures: how the rule that fired was reached."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from foundation.figures import exact
from scoring.choices import Rule
from scoring.models import ScoringRun, TierDecision, TierPolicy
from scoring.models.policy import VALUES
from scoring.queries.words import above_of, limit, margin_of, profit_rule

ORDER = [Rule.LOSS, Rule.SLIM_MARGIN, Rule.TOO_NEW, Rule.TOP_PROFIT, Rule.LOYAL_PROFIT, Rule.ORDINARY]


class Line(NamedTuple):
    """One line of the policy: the tier it leads to, its test, the figures; "no", "yes" or "" for not asked."""

    tier: str
    test: str
    figures: str
    outcome: str


def policy_lines(decision: TierDecision, policy: TierPolicy, run: ScoringRun) -> list[Line]:
    """Empty for an unrated account: no line is asked."""
    if decision.rank is None:
        return []
    fired = profit_rule(decision, policy)
    reached = ORDER.index(Rule.ORDINARY if fired == Rule.NOT_LOYAL else fired)
    texts = _texts(decision, policy, run)
    return [
        Line(*texts[rule], "yes" if place == reached else "no" if place < reached else "")
        for place, rule in enumerate(ORDER)
        if rule != Rule.TOO_NEW or policy.min_months
    ]


def policy_changes(before: TierPolicy, after: TierPolicy) -> list[tuple[Any, str, str]]:
    """(name, value before, value after) of each value in which two versions differ."""
    fields = [TierPolicy._meta.get_field(name) for name in VALUES]
    return [
        (field.verbose_name, said(before, field.name), said(after, field.name))  # type: ignore[union-attr]
        for field in fields
        if getattr(before, field.name) != getattr(after, field.name)
    ]


def policy_values(first: TierPolicy, second: TierPolicy) -> list[tuple[Any, str, str, bool]]:
    """(name, value of the first, of the second, whether they differ) of everything that a version decides by."""
    fields = [TierPolicy._meta.get_field(name) for name in VALUES]
    return [
        (
            field.verbose_name,  # type: ignore[union-attr]
            said(first, field.name),
            said(second, field.name),
            getattr(first, field.name) != getattr(second, field.name),
        )
        for field in fields
    ]


def said(policy: TierPolicy, name: str) -> str:
    """A value as people read it: shares in per cent."""
    value = getattr(policy, name)
    return limit(value) if isinstance(value, Decimal) else exact(Decimal(value))


def _texts(decision: TierDecision, policy: TierPolicy, run: ScoringRun) -> dict[Rule, tuple[Any, str, str]]:
    margin, above = margin_of(decision, policy), above_of(decision, policy)
    months = _("%(n)d months") % {"n": decision.active_months}
    rank = _("rank %(rank)s of %(rated)s") % {"rank": _whole(decision.rank), "rated": _whole(run.rated)}
    return {
        Rule.LOSS: ("lead", _("profit is zero or negative"), exact(decision.profit, 2)),
        Rule.SLIM_MARGIN: ("lead", _("margin below %(slim)s") % {"slim": limit(policy.slim_margin)}, margin),
        Rule.TOO_NEW: ("iron", _("first order less than %(months)d months back") % {"months": policy.min_months}, ""),
        Rule.TOP_PROFIT: (
            "platinum",
            _("less than %(limit)s of the positive profit lies above, and rank within the top %(top)s")
            % {"limit": limit(policy.platinum_share), "top": limit(policy.platinum_rank)},
            f"{above}, {rank}",
        ),
        Rule.LOYAL_PROFIT: (
            "gold",
            _("less than %(limit)s lies above, and bought in at least %(months)d months")
            % {"limit": limit(policy.gold_share), "months": policy.loyal_months},
            f"{above}, {months}",
        ),
        Rule.ORDINARY: ("iron", _("every other account"), ""),
    }


def _whole(number: int | None) -> str:
    return exact(Decimal(number or 0))
