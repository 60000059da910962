"""A prediction once more, in plain Python: what the SQL must agree with. Written from docs/scoring.md."""

from __future__ import annotations

import datetime as dt
from math import exp, log
from typing import Any


def risk(days: list[dt.date], revenue: float, today: dt.date, horizon: int, fit: dict[str, Any]) -> float:
    """Of one account with purchases on `days` (sorted, distinct) of `revenue` in all."""
    log_odds = exact_log_odds(days, revenue, today, horizon, fit)
    return round(1 / (1 + exp(-min(9.2, max(-9.2, round(log_odds, 1))))), 2)


def exact_log_odds(days: list[dt.date], revenue: float, today: dt.date, horizon: int, fit: dict[str, Any]) -> float:
    repeats, silence = len(days) - 1, (today - days[-1]).days / 7
    chance = min(1 - 1e-6, max(1e-6, no_purchase(days, today, horizon, fit)))
    rhythm = (days[-1] - days[0]).days / 7 / repeats if repeats else 0
    features = [
        log(chance / (1 - chance)),
        log(1 + silence),
        log(len(days)),
        log(revenue / len(days)),
        log((1 + silence) / (1 + rhythm)) if repeats else 0,
    ]
    return fit["intercept"] + sum(weight * value for weight, value in zip(fit["weights"], features, strict=True))


def no_purchase(days: list[dt.date], today: dt.date, horizon: int, fit: dict[str, Any]) -> float:
    """(1 − alive) + alive · ((α+T)/(α+T+t))^(r+x), in weeks."""
    repeats, recency, age = len(days) - 1, (days[-1] - days[0]).days / 7, (today - days[0]).days / 7
    r, alpha, a, b = (fit[name] for name in ("r", "alpha", "a", "b"))
    alive = 1.0
    if repeats and fit["has_dropout"]:
        grown = (r + repeats) * log((alpha + age) / (alpha + recency)) + log(a / (b + repeats - 1))
        alive = 1 / (1 + exp(min(700, max(-700, grown))))
    return 1 - alive + alive * exp(max(-700, (r + repeats) * log((alpha + age) / (alpha + age + horizon / 7))))
