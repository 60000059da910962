"""Rules of account plans that need no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from foundation import clock

WHOLE = 100
CENT = Decimal("0.01")
QUARTER = 3
"""Months."""


def adds_up(shares: Iterable[int | Decimal]) -> bool:
    return sum(shares, Decimal(0)) == WHOLE


def first_review(year: int, today: dt.date) -> dt.date:
    """The day after the first quarter of `year` that is not over yet; of a year that is over, after its last."""
    begun = min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    return clock.add_months(clock.quarter_start(begun), QUARTER)


def review_after(review_on: dt.date, year: int) -> dt.date | None:
    """The day of the review that follows; None where that was the year's last."""
    following = clock.add_months(review_on, QUARTER)
    return following if following <= dt.date(year + 1, 1, 1) else None


def is_review_of(day: dt.date, year: int) -> bool:
    """Whether a quarter of `year` ended the day before."""
    return day == clock.quarter_start(day) and quarter_before(day).year == year


def quarter_before(review_on: dt.date) -> dt.date:
    """The first day of the quarter that a review of that day looks back on."""
    return clock.add_months(review_on, -QUARTER)


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """`amount` in whole cents by `shares` of a hundred: together exactly what it was; odd cents go to those whose part
    was cut most, of equal ones to the first."""
    exact = [amount * share / WHOLE for share in shares]
    parts = [part.quantize(CENT, ROUND_DOWN) for part in exact]
    left = int((amount.quantize(CENT, ROUND_DOWN) - sum(parts)) / CENT)
    cent = CENT if left > 0 else -CENT
    by_loss = sorted(range(len(parts)), key=lambda place: (-abs(exact[place] - parts[place]), place))
    for place in by_loss[: abs(left)]:
        parts[place] += cent
    return parts


@dataclass(frozen=True)
class Mix:
    """Parts of a hundred for process marketing, sales management and support."""

    marketing: Decimal
    management: Decimal
    support: Decimal

    @property
    def parts(self) -> tuple[Decimal, Decimal, Decimal]:
        return (self.marketing, self.management, self.support)

    @classmethod
    def of(cls, amounts: Sequence[int | Decimal]) -> Mix | None:
        """What `amounts` of the three are in a hundred; None where there is nothing."""
        total = sum(amounts)
        return cls(*(Decimal(amount) * WHOLE / total for amount in amounts)) if total else None

    def distance(self, other: Mix) -> Decimal:
        """How many of a hundred would have to move for one to be the other."""
        return sum((abs(mine - its) for mine, its in zip(self.parts, other.parts, strict=True)), Decimal(0)) / 2
