"""The ranking of the night that is being computed: its ladder, the accounts at the policy's boundaries, its figures.

Set-based over the accounts; in Python only over the √n parts, and over the accounts of the few parts asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Any, Final

from foundation.sql import select
from scoring.ladder import START, Cut, Ladder, Parts, Row, Step, parts_from
from scoring.models import ScoringRun, TierPolicy
from scoring.queries.concentration import GOAL, TOP

READING: Final = Path(__file__).resolve().parent.parent / "reading"
SAMPLED: Final = 40
"""Accounts a part by which bounds are cut."""
LARGEST: Final = 9 * 10**18
"""What ladder_steps.sql takes any greater profit for."""


Limits = dict[str, tuple[Decimal, int | None]]
"""By name the share of the positive profit that may lie above, and the last rank, if there is one."""


@dataclass(frozen=True)
class Ranking:
    """A night's ladder; `bounds` cut `night_standing` into its parts; `sums` are the rows of ladder_steps.sql;
    `parts_file` reads parts."""

    ladder: Ladder
    bounds: list[int]
    sums: list[dict[str, Any]]
    parts_file: Path = READING / "ladder_parts.sql"
    _read: dict[int, Sequence[Row]] = field(default_factory=dict)

    @property
    def profit(self) -> Decimal:
        return self.ladder.steps[-1].profit if self.ladder.steps else Decimal(0)

    def parts(self, wanted: set[int]) -> Parts:
        """The accounts of these parts, in order. All that were not asked for before are read in one scan."""
        if missing := wanted - self._read.keys():
            numbers = {self.sums[part]["part"]: part for part in missing}
            rows = select(self.parts_file, {"bounds": self.bounds, "parts": sorted(numbers)})
            found = ((numbers[row["part"]], row["profit"], row["account_id"]) for row in rows)
            self._read.update(parts_from(found, missing))
        return {part: self._read[part] for part in wanted}


def rank_bridged(accounts: int) -> Ranking:
    """Ranks some `accounts` accounts of `night_bridged`, which has no index over profit; parts are cut by a sample."""
    parts = ceil(sqrt(accounts)) or 1
    asked = {"parts": parts, "percent": min(100, 100 * SAMPLED / parts)}
    bounds = select(READING / "ladder_bounds_sampled.sql", asked)[0]["bounds"]
    ranking = _ranking(bounds, select(READING / "ladder_steps.sql", {"bounds": bounds}))
    return replace(ranking, parts_file=READING / "ladder_parts_scanned.sql")


def rank(like: ScoringRun | None = None, *, goes_on: bool = False) -> Ranking:
    """Ranks the accounts of `night_standing`; in the parts of the night `like`, while they are still even.

    Finding even parts costs twice what the ranking costs, and from one night to the next they hardly change. With
    `goes_on` the accounts stood as `like` ranked them but for what `Moved` says: then nobody else is looked at.
    """
    if like is not None and (bounds := _bounds_of(like)):
        sums = _sums_moved(like, bounds) if goes_on else select(READING / "ladder_steps.sql", {"bounds": bounds})
        if _are_even(sums):
            return _ranking(bounds, sums)
    bounds = select(READING / "ladder_bounds.sql", {})[0]["bounds"] or []
    return _ranking(bounds, select(READING / "ladder_steps.sql", {"bounds": bounds}))


def _bounds_of(night: ScoringRun) -> list[int]:
    """What cuts the accounts of that night into exactly the parts it had."""
    return sorted({min(max(floor(least), -LARGEST), LARGEST) for least in night.ladder.values_list("least", flat=True)})


def _sums_moved(night: ScoringRun, bounds: list[int]) -> list[dict[str, Any]]:
    """The rows of ladder_steps.sql, made of those of that night and what has moved since."""
    steps = [Step(*row) for row in night.ladder.order_by("number").values_list("least", "accounts", "profit")]
    values = {
        "bounds": bounds,
        "parts": list(range(len(steps), 0, -1)),
        "accounts": [step.accounts - before.accounts for before, step in pairwise([START, *steps])],
        "profits": [step.profit - before.profit for before, step in pairwise([START, *steps])],
    }
    return select(READING / "ladder_moved.sql", values)


def _are_even(sums: list[dict[str, Any]]) -> bool:
    counts = [row["accounts"] for row in sums]
    root = sqrt(sum(counts))
    return root / 2 <= len(counts) <= 2 * root and max(counts, default=0) <= 5 * root


def _ranking(bounds: list[int], sums: list[dict[str, Any]]) -> Ranking:
    steps, accounts, profit = [], 0, Decimal(0)
    for row in sums:
        accounts, profit = accounts + row["accounts"], profit + row["profit"]
        steps.append(Step(row["least"], accounts, profit))
    positive = sum((row["positive"] for row in sums), Decimal(0))
    return Ranking(Ladder(steps, positive), bounds, sums)


def read_ahead(ranking: Ranking, policy: TierPolicy) -> None:
    """Reads what `boundaries` and `concentration_figures` will ask for in one scan instead of two."""
    ranking.parts(_parts_of_limits(ranking, _limits(ranking, policy)) | _parts_of_figures(ranking))


def boundaries(ranking: Ranking, policy: TierPolicy) -> dict[str, Any]:
    """The values of 060_judge.sql: of each boundary, as it is, wide and narrow, the last account that is inside; and of
    the fifths of profit, where the policy weighs an account's share."""
    limits = _limits(ranking, policy)
    parts = ranking.parts(_parts_of_limits(ranking, limits))
    values: dict[str, Any] = {f"fifth_{n}_{what}": None for n in range(1, 5) for what in ("profit", "account")}
    for name, (share, last) in limits.items():
        cut: Cut = ranking.ladder.cut(share, last, parts)
        values |= {f"{name}_profit": cut.profit, f"{name}_account": cut.account}
    return values


def _limits(ranking: Ranking, policy: TierPolicy) -> Limits:
    limits: Limits = {}
    for fifth in range(1, 5) if policy.weight_share else ():
        limits[f"fifth_{fifth}"] = (Decimal(fifth) / 5, None)
    for suffix, lean in (("", Decimal(0)), ("_wide", policy.buffer), ("_narrow", -policy.buffer)):
        top = ceil(policy.platinum_rank * (1 + lean) * ranking.ladder.rated)
        limits[f"platinum{suffix}"] = (policy.platinum_share * (1 + lean), top)
        limits[f"gold{suffix}"] = (policy.gold_share * (1 + lean), None)
    return limits


def _parts_of_limits(ranking: Ranking, limits: Limits) -> set[int]:
    return set().union(*(ranking.ladder.parts_of_cut(share, last) for share, last in limits.values()))


def _parts_of_figures(ranking: Ranking) -> set[int]:
    ladder = ranking.ladder
    if not ladder.steps:
        return set()
    goal = ladder.part_that_reaches(GOAL * ranking.profit) if ranking.profit > 0 else None
    return {ladder.part_of_rank(ceil(TOP * ladder.rated)), 0} | ({goal} if goal is not None else set())


def concentration_figures(ranking: Ranking) -> dict[str, Any]:
    """The fields of `Concentration` over all rated accounts. Gini is estimated within the parts."""
    ladder = ranking.ladder
    if not ladder.steps:
        return {}
    top = ceil(TOP * ladder.rated)
    parts = ranking.parts(_parts_of_figures(ranking))
    last = ladder.at_rank(top, parts)
    reached = ladder.reaching(GOAL * ranking.profit, parts) if ranking.profit > 0 else None
    profitable = sum(row["profitable"] for row in ranking.sums)
    return {
        "accounts": ladder.rated,
        "profit": ranking.profit,
        "top_accounts": top,
        "top_profit": last.above + last.profit,
        "profitable": profitable,
        "peak_profit": ladder.positive,
        "unprofitable": ladder.rated - profitable,
        "losses": ranking.profit - ladder.positive,
        "reach_goal": reached.rank if reached else None,
        "gini": _gini(ranking, parts),
    }


def _gini(ranking: Ranking, parts: Parts) -> Decimal | None:
    """Exact in the top part, where profits differ most; in the others as if profits fell evenly from most to least."""
    n, total = ranking.ladder.rated, ranking.profit
    if total <= 0:
        return None
    weighted = sum((row.rank * row.profit for row in ranking.ladder.ranked(0, parts[0])), Decimal(0))
    for part, row in enumerate(ranking.sums[1:], 1):
        count, before = row["accounts"], ranking.ladder.before(part).accounts
        even = row["profit"] * (count + 1) / 2 - (row["most"] - row["least"]) * count * (count + 1) / 12
        weighted += before * row["profit"] + even
    gini = 2 * ((n + 1) * total - weighted) / (n * total) - Decimal(n + 1) / n
    return gini.quantize(Decimal("0.0001"))
