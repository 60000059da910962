"""What else than profit would give an account another tier, or take the one it has: the "or if" of an explanation."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min
from django.utils.translation import gettext as _

from foundation import clock, days
from scoring.choices import Rule
from scoring.models import LedgerEntry, TierDecision, TierPin, TierPolicy
from scoring.queries.key_account import KeyAccount
from scoring.queries.words import limit, margin_of, tier_name

ONE_UP = {"iron": "gold", "gold": "platinum"}
ONE_DOWN = {"gold": "iron", "platinum": "gold"}


def alternatives(
    decision: TierDecision, policy: TierPolicy, pin: TierPin | None, key: KeyAccount | None, first_order: dt.date | None
) -> list[str]:
    """Sentences in the reader's language; `first_order` is asked for by `first_order_of`."""
    found = [
        _margin(decision, policy),
        _old_enough(decision, policy, first_order),
        _score(decision, key),
        _held(decision, policy),
        _pin_ends(decision, pin),
    ]
    return [sentence for sentence in found if sentence]


def first_order_of(decision: TierDecision) -> dt.date | None:
    """The day of its first order, where that is what holds it down; None else."""
    if decision.computed_rule != Rule.TOO_NEW:
        return None
    orders = LedgerEntry.objects.filter(
        account=decision.account_id, revenue_base__gt=0, date__lte=decision.business_date
    )
    return orders.aggregate(first=Min("date"))["first"]


def _margin(decision: TierDecision, policy: TierPolicy) -> str:
    if decision.computed_rule != Rule.SLIM_MARGIN:
        return ""
    return _("Or with a margin of at least %(slim)s (now %(now)s).") % {
        "slim": limit(policy.slim_margin),
        "now": margin_of(decision, policy),
    }


def _old_enough(decision: TierDecision, policy: TierPolicy, first_order: dt.date | None) -> str:
    if decision.computed_rule != Rule.TOO_NEW or first_order is None:
        return ""
    day = clock.add_months(first_order, policy.min_months)
    while clock.add_months(day, -policy.min_months) < first_order:
        day += dt.timedelta(days=1)
    return _("It first ordered on %(first)s: from the night of %(day)s on it may be more than iron.") % {
        "first": days.exact_day(first_order),
        "day": days.exact_day(day),
    }


def _score(decision: TierDecision, key: KeyAccount | None) -> str:
    if key is None or key.score is None:
        return ""
    said = {"limit": key.limit, "score": f"{key.score:.1f}"}
    if decision.computed_rule == Rule.KEY_ACCOUNT:
        tier = tier_name(ONE_DOWN[decision.computed_tier])
        said = {**said, "tier": tier}
        return _("Below a key-account score of %(limit)s (now %(score)s) it would be %(tier)s.") % said
    if key.reaches or decision.computed_rule == Rule.TOO_NEW or decision.computed_tier not in ONE_UP:
        return ""
    tier = tier_name(ONE_UP[decision.computed_tier])
    return _("Or with a key-account score of %(limit)s (now %(score)s): then it would be %(tier)s.") % {
        **said,
        "tier": tier,
    }


def _held(decision: TierDecision, policy: TierPolicy) -> str:
    """What would hold it in its tier for a while; of one that is held already the sentence about its stay tells it."""
    if decision.rule in (Rule.BUFFERED, Rule.PINNED) or (decision.to_lower is None and decision.to_next is None):
        return ""
    if policy.patience < 2 or not policy.buffer:
        return ""
    return _(
        "Within %(buffer)s beyond a boundary it would keep its tier until nights of %(n)d months find it there."
    ) % {"buffer": limit(policy.buffer), "n": policy.patience}


def _pin_ends(decision: TierDecision, pin: TierPin | None) -> str:
    if decision.rule != Rule.PINNED or pin is None:
        return ""
    day = pin.expires_on + dt.timedelta(days=1)
    return _("From the night of %(day)s on the policy decides again: as things stand, %(tier)s.") % {
        "day": days.exact_day(day),
        "tier": tier_name(decision.computed_tier),
    }
