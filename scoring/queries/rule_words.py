"""An alert rule said in a sentence, with its own figures, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.choices import Tier
from foundation import figures
from scoring.choices import Cause
from scoring.models import AlertRule


def when_sentence(rule: AlertRule) -> str:
    """From where on the rule alerts."""
    cause, value = Cause(rule.cause), rule.threshold
    if cause in _TIMES:
        return _TIMES[cause]() % {"times": _plain(value)}
    if cause == Cause.FALLING_PROFIT:
        return _("profit down %(share)s or more on the half window before") % {"share": _percent(value)}
    if cause == Cause.CHURN:
        return _("a risk of %(share)s and up") % {"share": _percent(value)}
    if cause == Cause.DISSATISFIED:
        return _("experience %(points)s points or more below expectation") % {"points": _plain(value)}
    return _of_days(cause, round(value))


def days_sentence(rule: AlertRule) -> str:
    """How long there is to act: the tiers that differ, then all others."""
    own = [(tier, rule.days_of(tier)) for tier in Tier if rule.days_of(tier) != rule.due_days]
    told = [_("%(tier)s %(days)d") % {"tier": tier.label, "days": days} for tier, days in own]
    if not told:
        return ngettext("%(days)d day", "%(days)d days", rule.due_days) % {"days": rule.due_days}
    others = ngettext("others %(days)d day", "others %(days)d days", rule.due_days) % {"days": rule.due_days}
    return _(", ").join([*told, others])


_TIMES = {
    Cause.OVERDUE: lambda: _("no order for %(times)s × its usual days between orders"),
    Cause.CADENCE: lambda: _("no visit for %(times)s × its tier's visit cadence"),
}


def _of_days(cause: Cause, days: int) -> str:
    if cause == Cause.COMPLAINT:
        text = _("any open complaint") if days == 0 else _("a complaint open for %(days)d days")
    elif cause == Cause.CONTRACT_ENDS:
        text = _("%(days)d days before the last day of notice, and after the end")
    elif cause == Cause.DECIDER_LEFT:
        text = _("for %(days)d days after somebody who decided left")
    else:
        text = _("nothing agreed for %(days)d days after a visit")
    return text % {"days": days}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _percent(value: Decimal) -> str:
    return figures.percent(value, 0, get_language() or "en")
