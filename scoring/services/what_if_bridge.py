"""How a draft comes by the sums it is judged on: kept ones, kept ones bridged to its window, or all of them anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scoring import rules
from scoring.models import Basis, ScoringRun, Shard, TierPolicy

from .night import FOLDER, NIGHT, SUMS
from .plan import EVERYTHING, Recipe
from .ranking import Ranking, rank, rank_scanned

WHAT_IF: Final = FOLDER / "what_if"


@dataclass(frozen=True)
class Standing:
    """A file on the way to `night_standing`, with the values and left-out conditions that are its own."""

    file: Path
    values: dict[str, Any] = field(default_factory=dict)
    without: frozenset[str] = frozenset(EVERYTHING.without)


@dataclass(frozen=True)
class Way:
    """The files up to `night_standing`, how it is ranked, the files that need its boundaries, and what forgets it."""

    standing: list[Standing]
    rank: Callable[[ScoringRun], Ranking]
    forget: Path
    ranked: list[Standing] = field(default_factory=list)


OF_TOUCHED: Final = frozenset({"shard"})
KEPT: Final = Way(
    [Standing(NIGHT / "042_standing_kept.sql")], lambda night: rank(night, goes_on=True), WHAT_IF / "forget_kept.sql"
)
# Parts of the night's own ranking would hardly be even over another window, and be counted in vain.
APART: Final = Way(
    [Standing(NIGHT / f"{name}.sql") for name in ("005_start", *SUMS, "041_standing_apart")],
    lambda _night: rank(),
    WHAT_IF / "forget_apart.sql",
)


def way(night: ScoringRun, policy: TierPolicy, values: dict[str, Any]) -> Way:
    """The shortest there is from what is kept to the sums of the window of `policy`, whose days are in `values`."""
    kept = _kept_months(night, policy)
    if kept is None:
        return APART
    if kept == policy.window_months:
        return KEPT
    return _bridge(rules.window(night.business_date, kept).after, policy, values)


def _bridge(kept_after: dt.date, policy: TierPolicy, values: dict[str, Any]) -> Way:
    between = {
        "between_after": min(values["after"], kept_after),
        "between_until": max(values["after"], kept_after),
        "sign": 1 if values["after"] < kept_after else -1,
    }
    weighs_months = frozenset({"gate"} if policy.weight_stability else ())
    spent, handled = NIGHT / "020_cost_to_serve.sql", NIGHT / "022_complaints.sql"
    return Way(
        [
            Standing(NIGHT / "005_start.sql"),
            Standing(WHAT_IF / "between.sql", between),
            Standing(handled, {"after": kept_after}, OF_TOUCHED),
            Standing(WHAT_IF / "handled_kept.sql"),
            Standing(handled, {}, OF_TOUCHED),
            Standing(spent, {}, OF_TOUCHED),
            Standing(WHAT_IF / "bridged.sql", between),
            Standing(WHAT_IF / "standing_bridged.sql"),
        ],
        lambda _night: rank_scanned(),
        WHAT_IF / "forget_kept.sql",
        ranked=[Standing(WHAT_IF / "bridged_months.sql", between, weighs_months)],
    )


def _kept_months(night: ScoringRun, policy: TierPolicy) -> int | None:
    """The months of the window over which all is kept, if it is of `night`, and made as sums would be made now."""
    recipes = {(shard.business_date, Recipe.of(shard)) for shard in Shard.objects.all()}
    if len(recipes) != 1 or not Basis.objects.filter(run=night).exists():
        return None
    date, recipe = recipes.pop()
    now = Recipe.now(policy)._replace(window_months=recipe.window_months)
    return recipe.window_months if date == night.business_date and recipe == now else None
