"""How good predictions were: figures over risks and what then happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from .panel import WEEK, Panel, Vector

ONE_SIDED = 1.645
BINS = 10


@dataclass(frozen=True)
class Area:
    """AUC with its standard error (DeLong, DeLong and Clarke-Pearson 1988)."""

    value: float
    error: float


def area(scores: Vector, stopped: Vector) -> Area | None:
    """P(an account that stopped has the higher score), ties half; None where all stopped, or none."""
    gone, stayed = scores[stopped == 1], scores[stopped == 0]
    if len(gone) < 2 or len(stayed) < 2:
        return None
    ranks = rankdata(np.concatenate([gone, stayed]))
    above = (ranks[: len(gone)] - rankdata(gone)) / len(stayed)
    below = 1 - (ranks[len(gone) :] - rankdata(stayed)) / len(gone)
    error = np.sqrt(above.var(ddof=1) / len(gone) + below.var(ddof=1) / len(stayed))
    return Area(float(above.mean()), float(error))


def brier(risks: Vector, stopped: Vector) -> float:
    return float(((risks - stopped) ** 2).mean())


def base_brier(stopped: Vector) -> float:
    """Of telling everybody the share that did stop."""
    return float(stopped.mean() * (1 - stopped.mean()))


def log_loss(risks: Vector, stopped: Vector) -> float:
    safe = np.clip(risks, 1e-9, 1 - 1e-9)
    return -float((stopped * np.log(safe) + (1 - stopped) * np.log1p(-safe)).mean())


def riskiest(risks: Vector, share: float = 0.1) -> NDArray[np.int64]:
    """Places of the riskiest `share`, at least one."""
    return np.argsort(-risks, kind="stable")[: max(1, round(len(risks) * share))]


def lift(risks: Vector, stopped: Vector) -> float | None:
    """Stopped among the riskiest tenth, times the share among all."""
    return float(stopped[riskiest(risks)].mean() / stopped.mean()) if stopped.any() else None


def lead_days(accounts: Panel, risks: Vector, days: int, high_from: float) -> float | None:
    """Of those told a high risk, and that did stop: by how many days (median) the prediction came before the
    silence itself had lasted as long as the horizon, which is when everybody could have known."""
    right = (risks >= high_from) & (accounts.outcome() == 1)
    return round(float(np.median(np.maximum(days - accounts.silence[right] * WEEK, 0))), 1) if right.any() else None


def calibration(risks: Vector, stopped: Vector) -> list[dict[str, Any]]:
    """Tenths of the accounts by risk, lowest first: from, to, n, mean risk, how many stopped. Equal risks stay
    together."""
    cuts = np.unique(np.quantile(risks, np.linspace(0, 1, BINS + 1)[1:-1]))
    places = np.searchsorted(cuts, risks, side="right")
    return [_bin(risks[places == place], stopped[places == place]) for place in np.unique(places)]


def _bin(risks: Vector, stopped: Vector) -> dict[str, Any]:
    return {
        "from": round(float(risks.min()), 4),
        "to": round(float(risks.max()), 4),
        "n": len(risks),
        "predicted": round(float(risks.mean()), 4),
        "stopped": int(stopped.sum()),
    }


def points_of_rfm(accounts: Panel) -> Vector:
    """Recency, frequency, revenue: fifths of each, added up, turned round. What a spreadsheet would do."""

    def fifth(values: Vector) -> Vector:
        return np.asarray(np.ceil(rankdata(values) / len(values) * 5))

    return -(fifth(-accounts.silence) + fifth(accounts.repeats) + fifth(accounts.revenue))


def areas(accounts: Panel, scores: Vector) -> dict[str, float | None]:
    """AUC among all, among who had bought more than once, among the top fifth by revenue."""
    chosen = {"all": np.ones(len(accounts), bool), "repeat": accounts.is_repeat, "top": accounts.is_top}
    found = {name: area(scores[rows], accounts.outcome()[rows]) for name, rows in chosen.items()}
    return {f"auc_{name}": None if each is None else round(each.value, 4) for name, each in found.items()}
