"""Pure rules of the funnel: cents, moments of days, limits. No database."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from pipeline.choices import Answer, ReviewGroup

_web_address = URLValidator(schemes=["http", "https"])

CENT = Decimal("0.01")
LARGEST_BASE = Decimal(10) ** 20
"""What an opportunity may be worth in the base currency at most, so that sums of a million of them still fit."""


LARGEST_AMOUNT = Decimal(10) ** 16
"""What an amount may be at most in its own currency: the digits of its column."""


MOST_PARTS = 50
"""In how many parts one opportunity is split at once, at most."""


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


def median_of(counts: Mapping[int, int]) -> float:
    """The median of values of which each occurs so many times; of an even number the mean of the two in the middle."""
    values = sorted(counts)
    reached = list(accumulate(counts[value] for value in values))
    low, high = (values[bisect_right(reached, place)] for place in ((reached[-1] - 1) // 2, reached[-1] // 2))
    return (low + high) / 2


def mean_of(counts: Mapping[int, int]) -> float:
    """The mean of values of which each occurs so many times."""
    return sum(value * times for value, times in counts.items()) / sum(counts.values())


def share_of(part: int, whole: int) -> Decimal | None:
    """part ÷ whole, 0–1; None of nothing."""
    return Decimal(part) / whole if whole else None


POINTS = {Answer.YES: 2, Answer.PARTLY: 1, Answer.NO: 0, Answer.UNKNOWN: 0}
"""What an answer to a review's question is worth; all sixteen together at most 32."""
FULL_GROUP, FULL_SCORE = 8, 32
WEAK = (Answer.PARTLY, Answer.NO, Answer.UNKNOWN)
"""Answers that something should be done about."""


def group_scores(answers: Iterable[tuple[str, str]]) -> list[int]:
    """The points of the four groups in their order, from (group, answer) pairs."""
    sums = Counter[str]()
    for group, answer in answers:
        sums[group] += POINTS[Answer(answer)]
    return [sums[group] for group in ReviewGroup]


def lines_of(text: str) -> list[str]:
    """The lines of `text` that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_web_address(text: str) -> bool:
    """Whether `text` is an address that is safe to link to."""
    try:
        _web_address(text)
    except ValidationError:
        return False
    return True
