"""Pure rules of the funnel: cents, moments of days, limits. No database."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

CENT = Decimal("0.01")
LARGEST_BASE = Decimal(10) ** 20
"""What an opportunity may be worth in the base currency at most, so that sums of a million of them still fit."""


def cents(amount: Decimal | None) -> Decimal:
    """Two places, rounded half up, for showing a sum; None (no rows) is zero."""
    return (amount or Decimal(0)).quantize(CENT, rounding=ROUND_HALF_UP)


def is_money(amount: Decimal) -> bool:
    """Zero or more; neither NaN nor infinite."""
    return amount.is_finite() and amount >= 0


def moment_of(day: dt.date) -> dt.datetime:
    """Noon of `day` in the activated zone, but never later than now: when something dated only by a day happened."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return min(noon, timezone.now())


def share_of(part: int, whole: int) -> Decimal | None:
    """part ÷ whole, 0–1; None of nothing."""
    return Decimal(part) / whole if whole else None
