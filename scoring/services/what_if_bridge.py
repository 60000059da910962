"""How a draft comes by the sums it is judged on: kept ones, kept ones bridged to its window, or all of them anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from foundation import clock
from scoring import rules
from scoring.models import Basis, ScoringRun, Shard, TierPolicy

from .night import FOLDER, NIGHT, SUMS
from .plan import EVERYTHING, ONE_DAY, Recipe

WHAT_IF: Final = FOLDER / "what_if"


@dataclass(frozen=True)
class Standing:
    """A file on the way to `night_standing`, with the values and left-out conditions that are its own."""

    file: Path
    values: dict[str, Any] = field(default_factory=dict)
    without: frozenset[str] = frozenset(EVERYTHING.without)


KEPT: Final = Standing(NIGHT / "042_standing_kept.sql")
APART: Final = [Standing(NIGHT / f"{name}.sql") for name in ("005_start", *SUMS, "041_standing_apart")]
OF_TOUCHED: Final = frozenset({"shard"})


def bridge(night: ScoringRun, policy: TierPolicy, values: dict[str, Any]) -> list[Standing]:
    """The steps from what is kept of `night` to the window of `policy`; none where that can't be gone on from.

    `values` are those of the draft's window.
    """
    kept = _kept_months(night, policy)
    if kept is None:
        return []
    kept_after = rules.window(night.business_date, kept).after
    is_longer = values["after"] < kept_after
    between = {
        "between_after": min(values["after"], kept_after),
        "between_until": max(values["after"], kept_after),
        "sign": 1 if is_longer else -1,
        "ends_until": _end_of_month(kept_after) if is_longer else night.business_date,
        "ends_after": night.business_date.replace(day=1) - ONE_DAY,
    }
    spent, handled = NIGHT / "020_cost_to_serve.sql", NIGHT / "022_complaints.sql"
    return [
        Standing(NIGHT / "005_start.sql"),
        Standing(WHAT_IF / "between.sql", between),
        Standing(handled, {"after": kept_after}, OF_TOUCHED),
        Standing(WHAT_IF / "handled_kept.sql"),
        Standing(handled, {}, OF_TOUCHED),
        Standing(spent, {}, OF_TOUCHED),
        Standing(WHAT_IF / "bridged.sql", between),
        Standing(WHAT_IF / "standing_bridged.sql"),
    ]


def _kept_months(night: ScoringRun, policy: TierPolicy) -> int | None:
    """The months of the window over which all is kept, if it is of `night`, and made as sums would be made now."""
    recipes = {(shard.business_date, Recipe.of(shard)) for shard in Shard.objects.all()}
    if len(recipes) != 1 or not Basis.objects.filter(run=night).exists():
        return None
    date, recipe = recipes.pop()
    now = Recipe.now(policy)._replace(window_months=recipe.window_months)
    return recipe.window_months if date == night.business_date and recipe == now else None


def _end_of_month(day: dt.date) -> dt.date:
    return clock.add_months(day.replace(day=1), 1) - ONE_DAY
