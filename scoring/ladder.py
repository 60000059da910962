"""The ranking of a night in steps, and what follows from it and the few accounts around a boundary. No database here.

n accounts are ranked by profit, of equals the older first. `Step`s cut the ranking into some √n parts; whoever asks
hands over the accounts (`Row`s, in order) of the parts that are needed. All results are exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple


class Step(NamedTuple):
    """`accounts` have a profit of `least` or more, one of them exactly that; `profit` is theirs together."""

    least: Decimal
    accounts: int
    profit: Decimal


class Row(NamedTuple):
    """An account in the ranking."""

    profit: Decimal
    account: int


class Cut(NamedTuple):
    """Who stands here or higher is inside."""

    profit: Decimal
    account: int

    @property
    def key(self) -> tuple[Decimal, int]:
        return self.profit, -self.account


class Ranked(NamedTuple):
    """An account at a rank; `above` is the profit of those ranked above."""

    rank: int
    profit: Decimal
    account: int
    above: Decimal


NOBODY = Cut(Decimal("Infinity"), 0)
ALL_WITH_PROFIT = Cut(Decimal(0), 0)
START = Step(Decimal("Infinity"), 0, Decimal(0))
Parts = Mapping[int, Sequence[Row]]


class Ladder:
    """`steps` from the highest profit down, the last of all `rated` accounts; `positive` sums profits above zero."""

    def __init__(self, steps: Sequence[Step], positive: Decimal) -> None:
        self.steps, self.positive = list(steps), positive
        self.rated = self.steps[-1].accounts if self.steps else 0
        self._ranks = [step.accounts for step in self.steps]

    def before(self, part: int) -> Step:
        """What stands above part `part`."""
        return self.steps[part - 1] if part else START

    def part_of_rank(self, rank: int) -> int:
        """Where 1 ≤ `rank` ≤ rated stands."""
        return bisect_left(self._ranks, rank)

    def part_that_reaches(self, goal: Decimal) -> int | None:
        """The first part at whose end the accounts bring `goal` together, or from which on nobody brings anything."""
        return next((n for n, step in enumerate(self.steps) if step.profit >= goal or step.least <= 0), None)

    def ranked(self, part: int, rows: Sequence[Row]) -> Iterator[Ranked]:
        """The accounts of a part with their ranks."""
        before = self.before(part)
        above = before.profit
        for rank, row in enumerate(rows, before.accounts + 1):
            yield Ranked(rank, row.profit, row.account, above)
            above += row.profit

    def reaching(self, goal: Decimal, parts: Parts) -> Ranked | None:
        """The first account with which the ones down to it bring `goal`; None if those with profit never do."""
        part = self.part_that_reaches(goal)
        for row in self.ranked(part, parts[part]) if part is not None else ():
            if row.profit <= 0:
                return None
            if row.above + row.profit >= goal:
                return row
        return None

    def at_rank(self, rank: int, parts: Parts) -> Ranked:
        part = self.part_of_rank(rank)
        place = rank - self.before(part).accounts - 1
        return next(row for n, row in enumerate(self.ranked(part, parts[part])) if n == place)

    def parts_of_cut(self, share: Decimal, last: int | None) -> set[int]:
        """The parts that `cut` reads."""
        reached = self.part_that_reaches(share * self.positive) if share > 0 else None
        ends = {reached} if reached is not None else set()
        return ends | ({self.part_of_rank(last)} if last and last < self.rated else set())

    def cut(self, share: Decimal, last: int | None, parts: Parts) -> Cut:
        """Down to whom less than `share` of the positive profit lies above, and the rank is at most `last`."""
        if share <= 0 or self.positive <= 0 or last == 0:
            return NOBODY
        end = self.reaching(share * self.positive, parts)
        by_share = Cut(end.profit, end.account) if end else ALL_WITH_PROFIT
        if last is None or last >= self.rated:
            return by_share
        row = self.at_rank(last, parts)
        return max(by_share, Cut(row.profit, row.account), key=lambda cut: cut.key)


def parts_from(rows: Iterable[tuple[int, Decimal, int]], wanted: Iterable[int]) -> dict[int, list[Row]]:
    """(part, profit, account) as read from the database, by part and in order."""
    parts: dict[int, list[Row]] = {part: [] for part in wanted}
    for part, profit, account in rows:
        parts[part].append(Row(profit, account))
    for found in parts.values():
        found.sort(key=lambda row: (-row.profit, row.account))
    return parts
