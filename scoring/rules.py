"""Rules that need no database: which day a night is about, and which window it looks back on."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from foundation import clock
from foundation.errors import RuleBroken

_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII
)

YEAR = 365
"""Days that judging alerts and counting who left looks back on (docs/scoring.md)."""


class Window(NamedTuple):
    """The days `after` < day ≤ `until`."""

    after: dt.date
    until: dt.date


def window(date: dt.date, months: int) -> Window:
    """The `months` that end with `date`: 12 months back from 31 March 2026 begin on 1 April 2025."""
    return Window(clock.add_months(date, -months), date)


def halves(date: dt.date, months: int) -> tuple[Window, Window]:
    """The later half of the window and the half before it, whole months each (at least one)."""
    half = max(1, months // 2)
    middle = clock.add_months(date, -half)
    return Window(middle, date), Window(clock.add_months(date, -2 * half), middle)


def period(named: str) -> tuple[dt.date, dt.date]:
    """First and last day of 2025, 2025-H1, 2025-Q3 or 2025-09. RuleBroken (field "period") for anything else."""
    found = _PERIOD.fullmatch(named)
    if found is None:
        raise RuleBroken(_("Write a period like 2025, 2025-H1, 2025-Q3 or 2025-09."), field="period")
    year = int(found["year"])
    if found["half"]:
        months, number = 6, int(found["half"])
    elif found["quarter"]:
        months, number = 3, int(found["quarter"])
    elif found["month"]:
        months, number = 1, int(found["month"])
    else:
        months, number = 12, 1
    first = dt.date(year, (number - 1) * months + 1, 1)
    return first, clock.add_months(first, months) - dt.timedelta(days=1)


def last_closed_day(local_now: dt.datetime, night_hour: int) -> dt.date:
    """The business date whose night has come: yesterday from `night_hour` on, the day before until then.

    Counted on the wall clock, so neither a gap nor an overlap of summer time skips or repeats a date.
    """
    return local_now.date() - dt.timedelta(days=1 if local_now.hour >= night_hour else 2)
