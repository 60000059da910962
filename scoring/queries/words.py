"""What was computed, said in words. Sentences are made when asked for, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.choices import Tier
from care.choices import Level
from foundation import days, figures
from scoring.choices import Cause, Rule
from scoring.models import Alert, TierDecision, TierPin, TierPolicy
from scoring.queries.churn_words import risk_sentence


def exact_money(amount: Decimal, currency: str) -> str:
    """Two places, all digits: the distance to a boundary is not rounded for reading."""
    return figures.money_exact(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), currency)


def share(value: Decimal | None, *boundaries: Decimal) -> str:
    """Two places; as many as it takes where rounding would lift it to one of the `boundaries` that it lies below."""
    if value is None:
        return figures.DASH
    places = 2
    while any(value < each <= value.quantize(Decimal(1).scaleb(-places - 2), ROUND_HALF_UP) for each in boundaries):
        places += 1
    return figures.percent(value, places, get_language() or "en")


def above_of(decision: TierDecision, policy: TierPolicy) -> str:
    """The share that ranks above, with no more digits than the reader is told."""
    rounded = decision.is_rounded and decision.profit_above is not None
    if rounded:
        return limit(decision.profit_above or Decimal(0))
    return share(decision.profit_above, policy.platinum_share, policy.gold_share)


def limit(value: Decimal) -> str:
    """A boundary of the policy, as short as it is: 50 %, 2.5 %."""
    places = max(0, -int((value * 100).normalize().as_tuple().exponent))
    return figures.percent(value, places, get_language() or "en")


def tier_name(tier: str) -> str:
    """As it stands in the middle of a sentence."""
    return str(Tier(tier).label).lower() if tier else _("unrated")


def rule_sentence(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    """Why the policy computes this tier, with the figures that decided."""
    return _RULES[Rule(decision.computed_rule)](decision, policy, currency)


def stays_sentence(decision: TierDecision, policy: TierPolicy, pin: TierPin | None) -> str:
    """Why another tier stands than the computed one; empty where none does."""
    if decision.rule == Rule.PINNED:
        return _pinned(decision, pin)
    if decision.rule != Rule.BUFFERED:
        return ""
    return _(
        "It stays %(tier)s: it is past the boundary by less than the buffer of %(buffer)s, and has been in "
        "%(months)d of the %(patience)d months after which it would leave."
    ) % {
        "tier": tier_name(decision.tier),
        "buffer": limit(policy.buffer),
        "months": len(decision.months_past),
        "patience": policy.patience,
    }


def distance_sentences(decision: TierDecision, policy: TierPolicy, currency: str) -> list[str]:
    """What would change the computed tier, all other accounts as they are."""
    said = []
    if decision.to_next is not None:
        said.append(
            _("It would be %(tier)s with %(sum)s more profit.")
            % {"tier": tier_name(decision.next_tier), "sum": _enough(decision, "to_next", currency)}
        )
    if decision.computed_rule == Rule.NOT_LOYAL:
        said.append(
            _("It would be gold if it bought in at least %(months)d months of the window (now %(now)d).")
            % {"months": policy.loyal_months, "now": decision.active_months}
        )
    elif _skips_gold(decision, policy):
        said.append(
            _("More profit alone does not make it gold: that takes orders in %(months)d months at least (now %(now)d).")
            % {"months": policy.loyal_months, "now": decision.active_months}
        )
    if decision.to_lower is not None:
        said.append(_lower(decision) % {"sum": _enough(decision, "to_lower", currency)})
    return said + _at_once(decision, policy, currency)


def _at_once(decision: TierDecision, policy: TierPolicy, currency: str) -> list[str]:
    """The sums that move it in the next night, where buffer and patience would hold it at the boundary."""
    if decision.rule == Rule.PINNED or policy.patience < 2 or not policy.buffer:
        return []
    said = {"months": policy.patience, "held": tier_name(decision.tier)}
    found = []
    if decision.to_rise is not None and decision.to_rise != decision.to_next:
        more = {"tier": tier_name(decision.rise_tier), "sum": _enough(decision, "to_rise", currency)}
        found.append(
            _("It becomes %(tier)s at once with %(sum)s more; with less only after nights of %(months)d months.")
            % {**said, **more}
        )
    elif decision.to_rise is None and decision.to_next is not None and decision.rule != Rule.BUFFERED:
        found.append(_("The buffer keeps it %(held)s, whatever the sum, until nights of %(months)d months.") % said)
    if decision.to_fall is not None and decision.to_fall != decision.to_lower:
        less = {"sum": _enough(decision, "to_fall", currency)}
        found.append(
            _("It leaves %(held)s at once with %(sum)s less; with less only after nights of %(months)d months.")
            % {**said, **less}
        )
    return found


def _enough(decision: TierDecision, name: str, currency: str) -> str:
    said = exact_money(getattr(decision, name), currency)
    return _("at most %(sum)s") % {"sum": said} if name in decision.rounded else said


def _skips_gold(decision: TierDecision, policy: TierPolicy) -> bool:
    is_far_from = decision.next_tier == Tier.PLATINUM and decision.computed_tier == Tier.IRON
    return is_far_from and decision.active_months < policy.loyal_months


def _lower(decision: TierDecision) -> str:
    if decision.computed_tier == Tier.IRON:
        return _("It would become lead with %(sum)s less.")
    tier = tier_name(decision.computed_tier)
    return _("It would fall below %(tier)s with %(sum)s less.") % {"tier": tier, "sum": "%(sum)s"}


def alert_sentence(alert: Alert, today: dt.date, currency: str) -> str:
    """The cause with its figures, as of `today`; of a closed one as of the day that closed it."""
    return _CAUSES[Cause(alert.cause)](alert.facts, min(alert.closed_on or today, today), currency)


def _days_since(day: str, today: dt.date) -> int:
    """At least 0: where the company's day has begun, it may be yesterday yet to the reader."""
    return max(0, (today - dt.date.fromisoformat(day)).days)


def concern_sentences(alerts: list[Alert], today: dt.date) -> list[str]:
    """What the alerts of one account say (each with its `sentence`); a visit that is due and a next step that is
    missing since the same visit are one thing."""
    by_cause = {alert.cause: alert for alert in alerts}
    late, step = by_cause.get(Cause.CADENCE), by_cause.get(Cause.NO_NEXT_STEP)
    if not late or not step or late.facts["last_visit"] != step.facts["last_visit"]:
        return [alert.sentence for alert in alerts]  # type: ignore[attr-defined]
    since = _days_since(step.facts["last_visit"], today)
    both = ngettext(
        "No visit for %(days)d day (due every %(cadence)d), and no next step.",
        "No visit for %(days)d days (due every %(cadence)d), and no next step.",
        since,
    ) % {"days": since, "cadence": late.facts["days"]}
    return [both, *(alert.sentence for alert in alerts if alert not in (late, step))]  # type: ignore[attr-defined]


def _pinned(decision: TierDecision, pin: TierPin | None) -> str:
    if pin is None:
        return _("A manager had pinned it to %(tier)s.") % {"tier": tier_name(decision.tier)}
    return _("Pinned to %(tier)s by %(who)s until %(day)s: %(reason)s") % {
        "tier": tier_name(decision.tier),
        "who": pin.created_by or figures.DASH,
        "day": days.exact_day(pin.expires_on),
        "reason": pin.reason,
    }


def margin_of(decision: TierDecision, policy: TierPolicy) -> str:
    return share(decision.profit / decision.revenue if decision.revenue else None, policy.slim_margin)


def _no_entry(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _("No ledger entry in the window: the account is not rated.")


def _loss(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _("Its profit of %(profit)s is not above zero: lead.") % {"profit": exact_money(decision.profit, currency)}


def _slim(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _("Its margin of %(margin)s is below %(slim)s: lead.") % {
        "margin": margin_of(decision, policy),
        "slim": limit(policy.slim_margin),
    }


def _too_new(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return ngettext(
        "Its first order lies less than %(months)d month back: iron at most.",
        "Its first order lies less than %(months)d months back: iron at most.",
        policy.min_months,
    ) % {"months": policy.min_months}


def _key_account(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _("%(line)s Its score as a key account reaches %(score)d and lifts it one step: %(tier)s.") % {
        "line": _RULES[profit_rule(decision, policy)](decision, policy, currency),
        "score": policy.lift_score,
        "tier": tier_name(decision.computed_tier),
    }


def profit_rule(decision: TierDecision, policy: TierPolicy) -> Rule:
    """The line that profit alone leads to; another than the rule where the score of a key account lifted it."""
    if decision.computed_rule != Rule.KEY_ACCOUNT:
        return Rule(decision.computed_rule)
    if decision.computed_tier == Tier.PLATINUM:
        return Rule.LOYAL_PROFIT
    is_within = decision.profit_above is not None and decision.profit_above < policy.gold_share
    return Rule.NOT_LOYAL if is_within and decision.active_months < policy.loyal_months else Rule.ORDINARY


def _platinum(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _(
        "The accounts ranked above bring %(above)s of the positive profit, less than %(limit)s, and rank %(rank)s is "
        "within the top %(top)s: platinum."
    ) % {
        "above": above_of(decision, policy),
        "limit": limit(policy.platinum_share),
        "rank": figures.exact(Decimal(decision.rank or 0)),
        "top": limit(policy.platinum_rank),
    }


def _gold(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _(
        "The accounts ranked above bring %(above)s of the positive profit, less than %(limit)s, and it bought in "
        "%(months)d months, at least %(loyal)d: gold."
    ) % {
        "above": above_of(decision, policy),
        "limit": limit(policy.gold_share),
        "months": decision.active_months,
        "loyal": policy.loyal_months,
    }


def _not_loyal(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _(
        "The accounts ranked above bring %(above)s of the positive profit, less than %(limit)s, but it bought in only "
        "%(months)d months of the %(loyal)d that gold takes: iron."
    ) % {
        "above": above_of(decision, policy),
        "limit": limit(policy.gold_share),
        "months": decision.active_months,
        "loyal": policy.loyal_months,
    }


def _ordinary(decision: TierDecision, policy: TierPolicy, currency: str) -> str:
    return _("The accounts ranked above already bring %(above)s of the positive profit, %(limit)s or more: iron.") % {
        "above": above_of(decision, policy),
        "limit": limit(policy.gold_share),
    }


def _overdue(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    since = _days_since(facts["last_order"], today)
    return ngettext(
        "No order for %(days)d day; it usually orders every %(usual)s days.",
        "No order for %(days)d days; it usually orders every %(usual)s days.",
        since,
    ) % {"days": since, "usual": round(float(facts["usual_days"]))}


def _falling(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    recent, earlier = Decimal(facts["recent"]), Decimal(facts["earlier"])
    return _("Profit fell by %(share)s: %(recent)s after %(earlier)s in the half window before.") % {
        "share": figures.percent(1 - recent / earlier, 0, get_language() or "en"),
        "recent": figures.money(recent, currency, get_language() or "en"),
        "earlier": figures.money(earlier, currency, get_language() or "en"),
    }


def _cadence(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    since = _days_since(facts["since"], today)
    said = {"days": since, "cadence": facts["days"]}
    if facts["last_visit"] is None:
        return (
            ngettext(
                "Not visited in the %(days)d day since it was entered; due every %(cadence)s days.",
                "Not visited in the %(days)d days since it was entered; due every %(cadence)s days.",
                since,
            )
            % said
        )
    return (
        ngettext(
            "Last visited %(days)d day ago; due every %(cadence)s days.",
            "Last visited %(days)d days ago; due every %(cadence)s days.",
            since,
        )
        % said
    )


def _no_step(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    since = _days_since(facts["last_visit"], today)
    return ngettext(
        "Visited %(days)d day ago, and nothing is agreed since.",
        "Visited %(days)d days ago, and nothing is agreed since.",
        since,
    ) % {"days": since}


def _dissatisfied(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    since = _days_since(facts["answered_on"], today)
    worst = facts["worst_zh"] if figures.is_chinese(get_language() or "en") else facts["worst"]
    return ngettext(
        "Experience lies %(gap)s below expectation, most with “%(worst)s” (asked %(days)d day ago).",
        "Experience lies %(gap)s below expectation, most with “%(worst)s” (asked %(days)d days ago).",
        since,
    ) % {"gap": abs(Decimal(facts["gap"])).quantize(Decimal("0.1"), ROUND_HALF_UP), "worst": worst, "days": since}


def _contract_ends(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    ends_on, notice = dt.date.fromisoformat(facts["ends_on"]), facts["decide_by"]
    said = {"title": facts["title"], "day": days.exact_day(ends_on)}
    if ends_on < today:
        return _("“%(title)s” ended on %(day)s, and nothing follows it.") % said
    if facts["terminated"]:
        return _("“%(title)s” is terminated to %(day)s, and nothing follows it.") % said
    if notice is None or notice == facts["ends_on"]:
        return _("“%(title)s” ends on %(day)s, and nothing follows it yet.") % said
    notice_on = days.exact_day(dt.date.fromisoformat(notice))
    return _("“%(title)s” ends on %(day)s (last day of notice %(notice)s), and nothing follows it yet.") % {
        **said,
        "notice": notice_on,
    }


def _complaint(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    said = {
        "count": facts["count"],
        "level": Level(facts["level"]).label,
        "day": days.exact_day(dt.date.fromisoformat(facts["since"])),
    }
    return (
        ngettext(
            "A complaint has been open since %(day)s (%(level)s).",
            "%(count)d complaints are open, the first since %(day)s (the gravest: %(level)s).",
            facts["count"],
        )
        % said
    )


def _decider_left(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    said = _("%(name)s, who decided, left on %(day)s, and nobody is known to decide now.")
    return said % {"name": facts["name"], "day": days.exact_day(dt.date.fromisoformat(facts["left_on"]))}


def _churn(facts: dict[str, Any], today: dt.date, currency: str) -> str:
    silent = _days_since(facts["last_order"], today)
    since = ngettext("Last order %(days)d day ago.", "Last order %(days)d days ago.", silent) % {"days": silent}
    gap = "" if figures.is_chinese(get_language() or "en") else " "
    return f"{risk_sentence(Decimal(facts['risk']), facts['days'])}{gap}{since}"


_RULES: dict[Rule, Callable[[TierDecision, TierPolicy, str], str]] = {
    Rule.NO_ENTRY: _no_entry,
    Rule.LOSS: _loss,
    Rule.SLIM_MARGIN: _slim,
    Rule.TOO_NEW: _too_new,
    Rule.TOP_PROFIT: _platinum,
    Rule.LOYAL_PROFIT: _gold,
    Rule.NOT_LOYAL: _not_loyal,
    Rule.ORDINARY: _ordinary,
    Rule.KEY_ACCOUNT: _key_account,
}
_CAUSES: dict[Cause, Callable[[dict[str, Any], dt.date, str], str]] = {
    Cause.OVERDUE: _overdue,
    Cause.FALLING_PROFIT: _falling,
    Cause.CADENCE: _cadence,
    Cause.NO_NEXT_STEP: _no_step,
    Cause.DISSATISFIED: _dissatisfied,
    Cause.CONTRACT_ENDS: _contract_ends,
    Cause.COMPLAINT: _complaint,
    Cause.DECIDER_LEFT: _decider_left,
    Cause.CHURN: _churn,
}
