"""Calendar months, quarters and years: what forecasts and quotas are made for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.clock import add_months, month_start, quarter_start
from pipeline.choices import PeriodKind

_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A calendar month, quarter or year: its first day and its last."""

    kind: str
    first: dt.date
    last: dt.date

    @property
    def after(self) -> dt.date:
        """The day after the last."""
        return self.last + DAY

    @property
    def days(self) -> int:
        return (self.after - self.first) // DAY

    def days_left(self, today: dt.date) -> int:
        """Days from `today` to its end, today included; all of them before it begins, none after it."""
        return min(max((self.after - today) // DAY, 0), self.days)

    @property
    def name(self) -> str:
        """2026, 2026 Q4, 2026-11; in the reader's words."""
        told = {"year": self.first.year, "quarter": (self.first.month + 2) // 3, "month": f"{self.first.month:02}"}
        match self.kind:
            case PeriodKind.YEAR:
                return _("%(year)d") % told
            case PeriodKind.QUARTER:
                return _("%(year)d Q%(quarter)d") % told
        return _("%(year)d-%(month)s") % told

    def back(self, steps: int = 1) -> Period:
        """The period of the same kind that many steps earlier; later where negative."""
        return period_of(self.kind, add_months(self.first, -steps * _MONTHS[PeriodKind(self.kind)]))


def period_of(kind: str, day: dt.date) -> Period:
    """The period of `kind` that `day` lies in."""
    match kind:
        case PeriodKind.MONTH:
            first = month_start(day)
        case PeriodKind.QUARTER:
            first = quarter_start(day)
        case _:
            first = dt.date(day.year, 1, 1)
    return Period(kind, first, add_months(first, _MONTHS[PeriodKind(kind)]) - DAY)


def kind_between(first: dt.date, last: dt.date) -> str:
    """Whether these days are a month, a quarter or a year; empty where they are none."""
    return next((kind.value for kind in PeriodKind if period_of(kind, first).last == last), "")
