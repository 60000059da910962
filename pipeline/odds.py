"""Pure mathematics of win rates: what few cases say, held to what is believed. No database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp, lgamma, log, log1p
from typing import Final

_DOUBT: Final = 0.005
"""No belief is certain: 0 % and 100 % are held as 0.5 % and 99.5 %, so that a single case can speak against them."""
_STEPS: Final = 60
_TINY: Final = 1e-300


@dataclass(frozen=True)
class Observed:
    """Won and decided cases, held to a configured rate; `rate`, `low` and `high` lie strictly between 0 and 1."""

    configured: Decimal
    won: int
    n: int
    rate: Decimal
    low: Decimal
    high: Decimal

    @property
    def drifts(self) -> bool:
        """Whether the configured rate lies outside the interval."""
        return not self.low <= self.configured <= self.high


def observed(configured: Decimal, won: int, n: int, *, weight: Decimal, level: Decimal) -> Observed:
    """The rate that `won` of `n` say when the configured one counts as much as `weight` cases.

    Beta-binomial: prior Beta(weight × configured, weight × (1 − configured)); mean and the middle `level` of the
    posterior.
    """
    belief = min(max(float(configured), _DOUBT), 1 - _DOUBT)
    a = float(weight) * belief + won
    b = float(weight) * (1 - belief) + n - won
    tail = (1 - float(level)) / 2
    return Observed(
        configured, won, n, _rounded(a / (a + b)), _rounded(quantile(tail, a, b)), _rounded(quantile(1 - tail, a, b))
    )


def quantile(share: float, a: float, b: float) -> float:
    """Where the distribution function of Beta(a, b) reaches `share`, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if cumulative(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def cumulative(x: float, a: float, b: float) -> float:
    """The distribution function of Beta(a, b): the regularised incomplete beta function, by continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges quickly below the mean, and the function mirrors itself above it.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method for the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 400):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + numerator * d)
            c = _not_zero(1 + numerator / c)
            value *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _rounded(share: float) -> Decimal:
    """Four places, never 0 or 1."""
    shown = Decimal(share).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return min(max(shown, Decimal("0.0001")), Decimal("0.9999"))
