from __future__ import annotations

import datetime as dt

from django import template

from foundation import clock
from foundation.days import short_date

register = template.Library()


@register.filter
def birthday(kept: str) -> str:
    """28 Nov of "11-28"; with the year where it is known."""
    if len(kept) == len("11-28"):
        today = clock.today()
        month, day = (int(part) for part in kept.split("-"))
        # The year is not told: any that has a 29 February, written as one of this year.
        return short_date(dt.date(2000, month, day), today.replace(year=2000, day=1))
    return short_date(dt.date.fromisoformat(kept), clock.today())
