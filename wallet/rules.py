"""Rules of shares of wallet that need no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from foundation import clock

from .choices import Band

MONTHS = 12
WHOLE = Decimal(1)
LEEWAY = Decimal("0.005")
"""By so much parts may go beyond the whole: estimates are rounded, the ledger is not."""


def first_day(until: dt.date) -> dt.date:
    """Of the twelve months that end with `until`."""
    return clock.add_months(until + dt.timedelta(days=1), -MONTHS)


def month_ended(today: dt.date) -> dt.date:
    """The last day of the month before: what the ledger knows in full."""
    return clock.month_start(today) - dt.timedelta(days=1)


def share_of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """None where nothing is known. What was given back beyond what was bought counts as nothing."""
    return max(part or Decimal(0), Decimal(0)) / whole if whole else None


def left_of(ours: Decimal, parts: Iterable[Decimal | None]) -> Decimal:
    """What of the whole is neither ours nor named: below zero where the parts are more than the whole."""
    return WHOLE - ours - sum((part or Decimal(0) for part in parts), Decimal(0))


def band_of(share: Decimal, small_below: Decimal, leading_from: Decimal) -> Band:
    if share < small_below:
        return Band.SMALL
    return Band.LEADING if share >= leading_from else Band.ROOM
