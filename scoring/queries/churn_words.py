"""The churn model said in words: notes, states, and why an account is at risk, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.choices import Cause
from scoring.models import Alert, ChurnPrediction

NOTES: dict[str, Promise | str] = {
    "no_signal": gettext_lazy(
        "No signal: on earlier days the model's risks were no better than chance, or than telling everybody the share "
        "that stopped. No number is shown; only the rules speak."
    ),
    "too_few": gettext_lazy("Too few accounts have ever bought for a model. Only the rules speak."),
    "one_time": gettext_lazy("Nobody has bought twice yet: there is no rhythm to learn from. Only the rules speak."),
    "too_short": gettext_lazy("The ledger is too short to look so far ahead. Only the rules speak."),
    "stale": gettext_lazy(
        "Nobody has bought for longer than the rule allows: the ledger is probably not up to date. "
        "Only the rules speak."
    ),
    "dropout_not_found": gettext_lazy(
        "Dropout was not found: the orders look as if nobody ever left for good, so the risk is that of a long pause."
    ),
    "past_adds_nothing": gettext_lazy("Our own past added nothing to the purchase model; it stands alone."),
    "shorter_look_learned": gettext_lazy(
        "The past was too short to learn from looks as far ahead as asked; shorter ones were carried over."
    ),
    "ledger_ends_early": gettext_lazy(
        "The ledger ends well before the look ahead does: who had not bought by then counts as stopped, so the shares "
        "of the back-test are too high."
    ),
}
"""By code, as a fit keeps them."""
_LATE = Decimal(2)
BESIDE_ORDERS = [
    *(
        Cause.COMPLAINT,
        Cause.DISSATISFIED,
        Cause.DECIDER_LEFT,
        Cause.CONTRACT_ENDS,
        Cause.FALLING_PROFIT,
        Cause.CADENCE,
    ),
]
"""Causes that are reasons to leave; the worst first. Silence the model tells itself."""


def note_sentence(code: str) -> str:
    return str(NOTES.get(code, code))


@dataclass(frozen=True)
class Reason:
    """Why: `code` with its `facts` for programs, `sentence` for people."""

    code: str
    sentence: str
    facts: dict[str, Any]


def usual_days(prediction: ChurnPrediction) -> Decimal | None:
    """Mean days between its orders; None with one order."""
    if prediction.orders < 2:
        return None
    return Decimal((prediction.last_order - prediction.first_order).days) / (prediction.orders - 1)


def in_hundred(risk: Decimal) -> int:
    """Of a hundred accounts like this one, so many stop: as fine as the bounds between low, watch and high."""
    return round(risk * 100)


def short_risk(risk: Decimal) -> str:
    """For a column: how many of a hundred."""
    stop = in_hundred(risk)
    return _("%(stop)d of 100 stop") % {"stop": stop} if stop else _("hardly any stop")


def risk_sentence(risk: Decimal, days: int) -> str:
    """The risk as a count of accounts, never as a bare per cent."""
    stop = in_hundred(risk)
    if stop <= 0:
        return _("Nearly all such accounts order again within %(days)d days.") % {"days": days}
    if stop >= 100:
        return _("Of 100 such accounts nearly all place no order within %(days)d days.") % {"days": days}
    return ngettext(
        "%(stop)d of 100 such accounts places no order within %(days)d days.",
        "%(stop)d of 100 such accounts place no order within %(days)d days.",
        stop,
    ) % {"stop": stop, "days": days}


def reasons(prediction: ChurnPrediction, today: dt.date) -> list[Reason]:
    """What of its orders speaks for the risk, or against it, counted to `today` as everywhere else."""
    silent, usual = (today - prediction.last_order).days, usual_days(prediction)
    if usual is None:
        return [_bought_once(silent)]
    facts = {"days": silent, "usual_days": round(float(usual), 1), "orders": prediction.orders}
    code, text = _rhythm(silent, usual)
    return [Reason(code, text % (facts | {"usual": max(1, round(usual))}), facts), _orders(prediction)]


def concerns(alerts: Iterable[Alert]) -> list[Reason]:
    """What beside its orders speaks for the risk, of an account's open alerts, each with its `sentence`."""
    spoken = [alert for alert in alerts if alert.cause in BESIDE_ORDERS]
    spoken.sort(key=lambda alert: BESIDE_ORDERS.index(Cause(alert.cause)))
    return [Reason(alert.cause, alert.sentence, alert.facts) for alert in spoken]  # type: ignore[attr-defined]


def _rhythm(silent: int, usual: Decimal) -> tuple[str, str]:
    if silent > _LATE * usual:
        return "overdue", ngettext(
            "No order for %(days)d day, after one every %(usual)d days on average: far longer than usual.",
            "No order for %(days)d days, after one every %(usual)d days on average: far longer than usual.",
            silent,
        )
    if silent > usual:
        return "late", ngettext(
            "No order for %(days)d day, after one every %(usual)d days on average.",
            "No order for %(days)d days, after one every %(usual)d days on average.",
            silent,
        )
    return "in_rhythm", ngettext(
        "Last order %(days)d day ago, one every %(usual)d days on average.",
        "Last order %(days)d days ago, one every %(usual)d days on average.",
        silent,
    )


def _bought_once(silent: int) -> Reason:
    text = ngettext(
        "Bought once, %(days)d day ago: no rhythm yet.", "Bought once, %(days)d days ago: no rhythm yet.", silent
    )
    return Reason("bought_once", text % {"days": silent}, {"days": silent, "orders": 1})


def _orders(prediction: ChurnPrediction) -> Reason:
    facts = {"orders": prediction.orders}
    if prediction.orders < 4:
        text = ngettext(
            "Only %(orders)d order so far: its rhythm is hardly known.",
            "Only %(orders)d orders so far: its rhythm is hardly known.",
            prediction.orders,
        )
        return Reason("few_orders", text % facts, facts)
    text = ngettext("%(orders)d order so far.", "%(orders)d orders so far.", prediction.orders)
    return Reason("many_orders", text % facts, facts)
