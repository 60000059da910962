"""The whole procedure as of an earlier day, judged on what then happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scoring.choices import FitMethod, FitState

from . import judge
from .learn import Learned, Wish, learn
from .panel import Panel, Purchases, Vector, panel

_JUDGED = (
    "auc_all",
    "auc_repeat",
    "auc_top",
    "auc_error",
    "brier",
    "lift_at_10_percent",
    "lead_time_days",
    "mean_risk",
)
_SILENT: dict[str, Any] = dict.fromkeys(("base_rate", "brier_base", *_JUDGED)) | {"calibration": []}
"""The figures where there are none."""
_UNSEEN = 0.1
"""The share of a look ahead that may lie after the ledger's last order before that is said."""


def backtest(purchases: Purchases, as_of: int, wish: Wish) -> dict[str, Any]:
    """Learns from what was known on `as_of` and judges it on the wish's horizon after it. Without numbers where the
    model may not speak; the comparison (the purchase model alone, recency, RFM) is told whenever there is a fit."""
    learned = learn(purchases, as_of, wish)
    after = panel(purchases, as_of, wish.horizon)
    told = _head(learned)
    if as_of + wish.horizon - purchases.last_day > _UNSEEN * wish.horizon:
        told["notes"].append("ledger_ends_early")
    return {**told, **_figures(learned, after)}


def judged_days(purchases: Purchases, today: int, horizon: int) -> int:
    """How far back the nightly back-test goes: the horizon, or a third of the past where there is less."""
    return min(horizon, max(1, (today - purchases.first_day) // 3))


def _head(learned: Learned) -> dict[str, Any]:
    return {
        "as_of": dt.date.fromordinal(learned.as_of).isoformat(),
        "horizon_days": learned.wish.horizon,
        "state": str(learned.state),
        "signal": learned.state == FitState.FITTED,
        "method": str(learned.method),
        "n": learned.accounts,
        "repeat_buyers": learned.repeaters,
        "dropout_found": learned.rates.has_dropout if learned.rates else None,
        "parameters": parameters(learned),
        "learned_days": learned.check_days,
        "earlier_days": learned.lessons,
        "checks": checks(learned),
        "notes": notes(learned),
    }


def _figures(learned: Learned, after: Panel) -> dict[str, Any]:
    stopped = after.outcome()
    if not len(after):
        return {**_SILENT, "comparison": {}}
    shown = _SILENT | {"base_rate": _short(stopped.mean()), "brier_base": _short(judge.base_brier(stopped))}
    if learned.state == FitState.FITTED:
        shown |= _judged(after, learned.risks(after), learned.wish)
    return {**shown, "comparison": _comparison(learned, after)}


def _judged(after: Panel, risks: Vector, wish: Wish) -> dict[str, Any]:
    stopped = after.outcome()
    area, lead = judge.area(risks, stopped), judge.lead_days(after, risks, wish.horizon, wish.high_from)
    lift = judge.lift(risks, stopped)
    return {
        **judge.areas(after, risks),
        "auc_error": area and _short(area.error),
        "brier": _short(judge.brier(risks, stopped)),
        "lift_at_10_percent": lift and round(lift, 3),
        "lead_time_days": lead,
        "mean_risk": _short(risks.mean()),
        "calibration": judge.calibration(risks, stopped),
    }


def _comparison(learned: Learned, after: Panel) -> dict[str, Any]:
    scores = {"recency": after.silence, "rfm": judge.points_of_rfm(after)}
    told: dict[str, Any] = {name: judge.areas(after, score) for name, score in scores.items()}
    if learned.rates:
        plain = learned.plain(after)
        told["p0"] = {**judge.areas(after, plain), "brier": _short(judge.brier(plain, after.outcome()))}
    return told


def parameters(learned: Learned) -> dict[str, Any]:
    """What the SQL needs to predict with, and the likelihood; empty without a fit."""
    rates = learned.rates
    if rates is None:
        return {}
    return {
        "r": rates.r, "alpha": rates.alpha, "a": rates.a, "b": rates.b, "has_dropout": rates.has_dropout,
        "log_likelihood": rates.log_likelihood, "intercept": learned.model.intercept,
        "weights": list(learned.model.weights),
    }  # fmt: skip


def checks(learned: Learned) -> dict[str, dict[str, float]]:
    """By method: how it did on earlier days."""
    return {name: {key: _short(value) for key, value in vars(check).items()} for name, check in learned.checks.items()}


def notes(learned: Learned) -> list[str]:
    """Codes of what a reader must know; `scoring.queries.churn_words` has the sentences."""
    if learned.state != FitState.FITTED:
        return [str(learned.state)]
    said = []
    if learned.rates and not learned.rates.has_dropout:
        said.append("dropout_not_found")
    if learned.method == FitMethod.PLAIN:
        said.append("past_adds_nothing")
    if learned.check_days < learned.wish.horizon:
        said.append("shorter_look_learned")
    return said


def _short(value: float) -> float:
    return round(float(value), 4)
