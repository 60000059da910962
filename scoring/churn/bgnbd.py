"""BG/NBD, the buy-till-you-die model of Fader, Hardie and Lee (2005), and what is left of it without dropout.

Purchases come at a rate of the account's own, gamma distributed with shape r and rate alpha; after each purchase it
drops out with a probability of its own, beta distributed with a and b. Time is in weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from .panel import WEEK, Panel, Vector

NO_DROPOUT_GAIN = 1.92
"""Dropout is found when it lifts the log-likelihood by more than half of χ²(1)'s 95 % point."""
_BOUNDS = [(-7.0, 7.0), (-5.0, 9.0), (-7.0, 7.0), (-7.0, 7.0)]
_STARTS = ([1.0, 8.0, 1.0, 2.5], [0.3, 4.0, 0.5, 2.0])
_LARGE = 700.0


@dataclass(frozen=True)
class Rates:
    """A fit. `a` and `b` are those of the full model even where `has_dropout` says that they mean nothing."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    has_dropout: bool = True


def fit(accounts: Panel) -> Rates:
    """Maximum likelihood over the accounts, from two starts; without dropout where dropout explains nothing."""
    cases = _distinct(accounts)
    full = min((_minimum(_full, start, cases) for start in _STARTS), key=lambda found: found[1])
    bare = _minimum(_without_dropout, _STARTS[0][:2], cases)
    r, alpha, a, b = map(float, full[0])
    if bare[1] - full[1] > NO_DROPOUT_GAIN:
        return Rates(r, alpha, a, b, -full[1])
    r, alpha = map(float, bare[0])
    return Rates(r, alpha, a, b, -bare[1], has_dropout=False)


def log_likelihood(rates: Rates, accounts: Panel) -> float:
    """Of the full model, over all accounts."""
    return -_full(np.log([rates.r, rates.alpha, rates.a, rates.b]), *_distinct(accounts))[0]


def alive(rates: Rates, accounts: Panel) -> Vector:
    """P(still buying | purchases so far). 1 for who bought once: dropout comes after a repeat purchase."""
    repeats, r, alpha = accounts.repeats, rates.r, rates.alpha
    if not rates.has_dropout:
        return np.ones(len(accounts))
    odds = (r + repeats) * np.log((alpha + accounts.age) / (alpha + accounts.recency))
    odds += np.log(rates.a) - np.log(rates.b + np.maximum(repeats, 1) - 1)
    gone = np.where(repeats > 0, np.exp(np.clip(odds, -_LARGE, _LARGE)), 0.0)
    return np.asarray(1 / (1 + gone))


def no_purchase(rates: Rates, accounts: Panel, days: int) -> Vector:
    """P(no purchase in the next `days`) = (1 − alive) + alive · ((α+T)/(α+T+t))^(r+x)."""
    age = rates.alpha + accounts.age
    still = alive(rates, accounts)
    quiet = np.exp(np.maximum((rates.r + accounts.repeats) * np.log(age / (age + days / WEEK)), -_LARGE))
    return np.asarray(1 - still + still * quiet)


_Cases = tuple[Vector, Vector, Vector, Vector]


def _distinct(accounts: Panel) -> _Cases:
    """repeats, recency, age of each distinct history, and how many accounts have it."""
    rows = np.stack([accounts.repeats, accounts.recency, accounts.age], axis=1)
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    return distinct[:, 0], distinct[:, 1], distinct[:, 2], counts.astype(np.float64)


def _minimum(function: object, start: list[float], cases: _Cases) -> tuple[Vector, float]:
    """Parameters and the negative log-likelihood there."""
    found = minimize(
        function, np.log(start), args=cases, jac=True, method="L-BFGS-B", bounds=_BOUNDS[: len(start)],
        options={"ftol": 1e-11, "gtol": 1e-4, "maxiter": 400},
    )  # fmt: skip
    return np.exp(found.x), float(found.fun)


def _full(logs: Vector, repeats: Vector, recency: Vector, age: Vector, counts: Vector) -> tuple[float, Vector]:
    """Negative log-likelihood and its gradient by the logarithms of r, alpha, a, b."""
    r, alpha, a, b = np.exp(logs)
    until_now, until_last = np.log(alpha + age), np.log(alpha + recency)
    silent = -(r + repeats) * until_now
    before = b + np.maximum(repeats, 1) - 1
    dropped = np.where(repeats > 0, np.log(a) - np.log(before) - (r + repeats) * until_last, -np.inf)
    either = np.logaddexp(silent, dropped)
    gone = np.exp(dropped - either)
    value = gammaln(r + repeats) - gammaln(r) + r * logs[1] + either
    value += gammaln(a + b) + gammaln(b + repeats) - gammaln(b) - gammaln(a + b + repeats)
    mixed = digamma(a + b) - digamma(a + b + repeats)
    slopes = [
        digamma(r + repeats) - digamma(r) + logs[1] - (1 - gone) * until_now - gone * until_last,
        r / alpha - (r + repeats) * ((1 - gone) / (alpha + age) + gone / (alpha + recency)),
        mixed + gone / a,
        mixed + digamma(b + repeats) - digamma(b) - gone / before,
    ]
    gradient = np.array([float((counts * slope).sum()) for slope in slopes]) * np.exp(logs)
    return -float((counts * value).sum()), -gradient


def _without_dropout(
    logs: Vector, repeats: Vector, recency: Vector, age: Vector, counts: Vector
) -> tuple[float, Vector]:
    """The same where nobody ever drops out: gamma-Poisson, by the logarithms of r and alpha."""
    r, alpha = np.exp(logs)
    until_now = np.log(alpha + age)
    value = gammaln(r + repeats) - gammaln(r) + r * logs[1] - (r + repeats) * until_now
    slopes = [
        digamma(r + repeats) - digamma(r) + logs[1] - until_now,
        r / alpha - (r + repeats) / (alpha + age),
    ]
    gradient = np.array([float((counts * slope).sum()) for slope in slopes]) * np.exp(logs)
    return -float((counts * value).sum()), -gradient
