"""P(no purchase) set right by what the company's own past adds to it: a small logistic model, and its features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from . import bgnbd
from .panel import Panel, Vector

FEATURES = ("odds", "silence", "orders", "order_value", "overdue")
"""Log-odds of P(no purchase); logs of weeks of silence, of orders, of revenue an order, of silence against rhythm."""
RIDGE = 10.0
"""Accounts' worth of doubt that P(no purchase) needs setting right: coefficients are drawn to it, not to zero."""
_SIGNS = [(0, None), (0, None), (None, 0), (None, 0), (0, None)]
_CERTAIN = 1e-6
_FAR = 30.0

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """Log-odds of stopping = intercept + Σ weight × feature, in the order of FEATURES."""

    intercept: float
    weights: tuple[float, ...]


PLAIN = Weights(0.0, (1.0, 0.0, 0.0, 0.0, 0.0))
"""P(no purchase) as it is."""


@dataclass(frozen=True)
class Lesson:
    """An earlier day's accounts: features (n, 5), and what followed."""

    features: Matrix
    stopped: Vector

    def part(self, chosen: NDArray[np.bool_]) -> Lesson:
        return Lesson(self.features[chosen], self.stopped[chosen])


def features(accounts: Panel, rates: bgnbd.Rates, days: int) -> Matrix:
    """(n, 5), for a look `days` ahead."""
    chance = np.clip(bgnbd.no_purchase(rates, accounts, days), _CERTAIN, 1 - _CERTAIN)
    rhythm = accounts.recency / np.maximum(accounts.repeats, 1)
    overdue = np.where(accounts.is_repeat, np.log1p(accounts.silence) - np.log1p(rhythm), 0.0)
    orders = accounts.repeats + 1
    columns = [
        np.log(chance) - np.log1p(-chance),
        np.log1p(accounts.silence),
        np.log(orders),
        np.log(accounts.revenue / orders),
        overdue,
    ]
    return np.stack(columns, axis=1)


def train(lessons: Sequence[Lesson], now: Matrix) -> Weights:
    """Learns from earlier days, for the accounts `now`. Each day's features count from that day's mean, and the level
    stays that of P(no purchase): what changes between days and horizons (everybody grows older, seasons, a longer
    look) is not learned, only differences between accounts. More silence never lowers the risk, more orders or
    larger ones never raise it."""
    means = [lesson.features.mean(axis=0) for lesson in lessons]
    spread = np.concatenate([lesson.features - mean for lesson, mean in zip(lessons, means, strict=True)])
    scale = np.maximum(spread.std(axis=0), 1e-9)
    scale[0] = 1.0
    level = np.repeat([mean[0] for mean in means], [len(lesson.stopped) for lesson in lessons])
    weights = _logistic(spread / scale, level, np.concatenate([lesson.stopped for lesson in lessons])) / scale
    mean = now.mean(axis=0)
    return Weights(float(mean[0] - weights @ mean), tuple(map(float, weights)))


def predict(model: Weights, rows: Matrix) -> Vector:
    """Risk of each row."""
    return np.asarray(1 / (1 + np.exp(-np.clip(model.intercept + rows @ np.array(model.weights), -_FAR, _FAR))))


def _logistic(spread: Matrix, level: Vector, stopped: Vector) -> Vector:
    """Coefficients of a logistic with offset `level`, drawn by RIDGE to "the odds alone, as they are"."""
    centre = np.array(PLAIN.weights)

    def loss(point: Vector) -> tuple[float, Vector]:
        log_odds = np.clip(level + spread @ point, -_FAR, _FAR)
        away = point - centre
        value = float((np.logaddexp(0, log_odds) - stopped * log_odds).sum() + RIDGE / 2 * (away @ away))
        return value, spread.T @ (1 / (1 + np.exp(-log_odds)) - stopped) + RIDGE * away

    return np.asarray(minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=_SIGNS).x)
