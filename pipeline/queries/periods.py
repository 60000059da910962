"""What "closing this quarter" and "won this quarter" mean: said once, for figures and for the lists behind them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import add_months, month_start, quarter_start
from pipeline.choices import Status

CLOSING = [
    ("month", _("this month, from today on")),
    ("quarter", _("this quarter")),
    ("overdue", _("date is past")),
    ("undated", _("no date")),
]
CLOSED = [
    ("month", _("this month")),
    ("quarter", _("this quarter")),
    ("last_quarter", _("last quarter")),
    ("calendar_year", _("this year")),
    ("last_year", _("last year")),
    ("year", _("last 12 months")),
    ("ever", _("at any time")),
]
STEPS = [("overdue", _("overdue")), ("missing", _("none"))]

OPEN = Q(status=Status.OPEN)


def closing(key: str, today: dt.date) -> Q:
    """Open opportunities expected to close in the rest of this month, in the quarter of `today`, on a day past, or on
    no day at all. What is past is in no rest of a month, and in its quarter, as in the forecast of it."""
    match key:
        case "overdue":
            return OPEN & Q(expected_close_on__lt=today)
        case "undated":
            return OPEN & Q(expected_close_on=None)
    start, end = period(key, today)
    start = today if key == "month" else start
    return OPEN & Q(expected_close_on__gte=start, expected_close_on__lt=end)


def closed(key: str, today: dt.date) -> Q:
    """Won and lost opportunities whose closing day lies in the period of `today` that `key` (of CLOSED) names."""
    if key == "ever":
        return ~OPEN
    start, end = period(key, today)
    return ~OPEN & Q(closed_on__gte=start, closed_on__lt=end)


def stepping(key: str, today: dt.date) -> Q:
    """Open opportunities whose next step is overdue, or that have none."""
    return OPEN & (Q(next_step_on__lt=today) if key == "overdue" else Q(next_step=""))


def period(key: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First day and the day after the last: the calendar month, quarter or year of `today`, those before it, the 12
    months up to it, or all there was up to it."""
    month, quarter, tomorrow = month_start(today), quarter_start(today), today + dt.timedelta(days=1)
    return {
        "month": (month, add_months(month, 1)),
        "quarter": (quarter, add_months(quarter, 3)),
        "last_quarter": (add_months(quarter, -3), quarter),
        "calendar_year": (dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)),
        "last_year": (dt.date(today.year - 1, 1, 1), dt.date(today.year, 1, 1)),
        "ever": (dt.date.min, tomorrow),
    }.get(key, (add_months(tomorrow, -12), tomorrow))


def flags(today: dt.date) -> dict[str, Q]:
    """The boolean column of each figure of the funnel."""
    won, lost = Q(status=Status.WON), Q(status=Status.LOST)
    return {
        "is_open": OPEN,
        "closing_month": closing("month", today),
        "closing_quarter": closing("quarter", today),
        "overdue": closing("overdue", today),
        "won_quarter": won & closed("quarter", today),
        "lost_quarter": lost & closed("quarter", today),
        "won_year": won & closed("year", today),
        "lost_year": lost & closed("year", today),
    }


def counted(today: dt.date) -> Q:
    """Those on which any of the flags is set: not those that were closed longer ago."""
    since, _until = period("year", today)
    return OPEN | Q(closed_on__gte=since)
