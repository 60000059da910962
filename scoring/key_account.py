"""What makes an account key beside its profit: marks of 0 to 4, weighed into a score of 0 to 100. No database here.

060_judge.sql says the same for all accounts at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

BEST = 4
MINUTES_A_MARK = 60
"""Of visits in a month."""


def share_mark(profit: Decimal, above: Decimal, positive: Decimal) -> int:
    """By what the accounts ranked above bring of the positive profit: less than 20 % is 4, less than 80 % is 1."""
    return BEST - min(BEST, int(5 * above / positive)) if profit > 0 else 0


def stability_mark(active_months: int, window_months: int) -> int:
    """Quarters of the window's months in which it bought."""
    return min(BEST, BEST * active_months // window_months)


def effort_mark(minutes: int, window_months: int) -> int:
    """Hours of visits in a month of the window."""
    return min(BEST, minutes // (MINUTES_A_MARK * window_months))


def score(weights: Mapping[str, int], marks: Mapping[str, int]) -> Decimal | None:
    """Best marks throughout are 100; what nobody has marked counts as 0. None where nothing is weighed."""
    whole = BEST * sum(weights.values())
    weighed = sum(weight * marks.get(factor, 0) for factor, weight in weights.items())
    return Decimal(100 * weighed) / whole if whole else None
