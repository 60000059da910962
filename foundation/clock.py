"""Dates are not moments: "today" is the reader's own day.

The middleware activates the reader's zone; outside a request the company's zone counts (the caller activates it).
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    """The calendar day in the activated time zone."""
    return timezone.localdate()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (or earlier), clipped to the end of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def quarter_start(day: dt.date) -> dt.date:
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _days_in(year: int, month: int) -> int:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).day
