"""How much more or less profit, all other accounts as they are, would change a computed tier. Exact; no database here.

With k accounts above, profit q is inside a share s when S(k) < s × (P − own + q), S(k) being the profit of the top k
and P the sum of positive profits: from S(k)/s − P + own on. Up: the most accounts that may stay above; down: the fewest
that must stand above for the boundary to be lost. Both are found on the ladder, then among the accounts of one part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from math import ceil
from typing import NamedTuple, Protocol

from .ladder import Ladder, Parts, Ranked

CENT = Decimal("0.01")
LEVELS = {"lead": 0, "iron": 1, "gold": 2, "platinum": 3}


class Limits(Protocol):
    """What of a policy the distances depend on."""

    slim_margin: Decimal
    platinum_share: Decimal
    platinum_rank: Decimal
    gold_share: Decimal
    loyal_months: int


@dataclass(frozen=True)
class Own:
    """The account asked about: its level by profit alone, where it stands, what it sold. `is_new`: it can't be
    more than iron yet, whatever it brings."""

    place: Ranked
    level: int
    revenue: Decimal
    active_months: int
    is_new: bool = False


class Distance(NamedTuple):
    """The least gain and loss, in hundredths, that compute another tier; None where no sum would."""

    to_next: Decimal | None
    next_tier: str
    to_lower: Decimal | None


class Surveyor:
    """Measures on one night's ladder under one policy: `parts` says what it must be shown, then `measure` answers."""

    def __init__(self, ladder: Ladder, limits: Limits) -> None:
        self.ladder, self.limits = ladder, limits
        self.last_platinum = ceil(limits.platinum_rank * ladder.rated)

    def parts(self, own: Own) -> set[int]:
        wanted = set()
        for boundary, share in self._sought(own):
            wanted |= {self._climb(own, share)} | self._rank_part(boundary, self.last_platinum)
        for _boundary, share in self._held(own):
            part = self._sink(own, share)
            wanted |= {part, max(0, part - 1)}
        if own.level == 3:
            wanted |= self._rank_part("platinum", self.last_platinum + 1)
        return {part for part in wanted if part is not None and part < len(self.ladder.steps)}

    def measure(self, own: Own, parts: Parts) -> Distance:
        with localcontext() as context:
            context.prec = 60
            gains = {name: self._gain(own, name, share, parts) for name, share in self._sought(own)}
            to_next = min(gains.values(), default=None) if own.level else self._out_of_lead(own)
            losses = list(self._losses(own, parts))
        return Distance(to_next, _reached(gains, to_next), min(losses, default=None))

    def gain(self, own: Own, parts: Parts) -> Decimal | None:
        """The least sum to a higher level than the one given, wherever it is below that."""
        out = self._out_of_lead(own)
        if own.level == 0:
            return out
        gains = [self._gain(own, name, share, parts) for name, share in self._sought(own)]
        return max(min(gains), out) if gains else None

    def level_with(self, own: Own, gain: Decimal, parts: Parts) -> int:
        """The level that so much more leads to, at least that of iron."""
        gains = {name: self._gain(own, name, share, parts) for name, share in self._sought(own)}
        return LEVELS[_reached(gains, gain)]

    def _sought(self, own: Own) -> list[tuple[str, Decimal]]:
        """Boundaries that it may reach by profit alone."""
        limits, sought = self.limits, []
        if own.is_new:
            return []
        if own.level < 3 and self.last_platinum > 0:
            sought.append(("platinum", limits.platinum_share))
        if own.level < 2 and own.active_months >= limits.loyal_months:
            sought.append(("gold", limits.gold_share))
        return [(boundary, share) for boundary, share in sought if share > 0]

    def _held(self, own: Own) -> list[tuple[str, Decimal]]:
        held = {3: ("platinum", self.limits.platinum_share), 2: ("gold", self.limits.gold_share)}
        return [held[own.level]] if own.level in held else []

    def _rank_part(self, boundary: str, rank: int) -> set[int]:
        is_there = boundary == "platinum" and 0 < rank <= self.ladder.rated
        return {self.ladder.part_of_rank(rank)} if is_there else set()

    def _climb(self, own: Own, share: Decimal) -> int:
        """The part in which accounts begin that must not stay above."""
        rest = self.ladder.positive - max(own.place.profit, Decimal(0))
        steps = enumerate(self.ladder.steps)
        return next(
            (n for n, step in steps if step.least <= 0 or share * (step.least + rest) <= step.profit),
            len(self.ladder.steps),
        )

    def _gain(self, own: Own, boundary: str, share: Decimal, parts: Parts) -> Decimal:
        ladder, place = self.ladder, own.place
        rest = ladder.positive - max(place.profit, Decimal(0))
        part = self._climb(own, share)
        most = ladder.before(part).accounts
        for row in ladder.ranked(part, parts[part]) if part < len(ladder.steps) else ():
            if row.profit <= 0 or share * (row.profit + rest) <= row.above + row.profit:
                break
            most = row.rank
        limit = self.last_platinum if boundary == "platinum" else ladder.rated
        rank = min(most + 1, place.rank, limit)
        following = place if rank == place.rank else ladder.at_rank(rank, parts)
        to_pass = following.profit - place.profit
        to_share = following.above / share - rest - place.profit
        if place.account < following.account and to_pass > to_share:
            return to_pass.quantize(CENT, ROUND_CEILING)
        return max(to_pass, to_share).quantize(CENT, ROUND_FLOOR) + CENT

    def _out_of_lead(self, own: Own) -> Decimal:
        least = self.limits.slim_margin * own.revenue
        if least > 0:
            return (least - own.place.profit).quantize(CENT, ROUND_CEILING)
        return (-own.place.profit).quantize(CENT, ROUND_FLOOR) + CENT

    def _losses(self, own: Own, parts: Parts) -> Iterator[Decimal]:
        place = own.place
        for _boundary, share in self._held(own):
            other = self._first_below(own, share, parts)
            upto = other.above + other.profit - place.profit
            yield _least_loss(
                place.profit - other.profit, self.ladder.positive - upto / share, meets=other.account < place.account
            )
        if own.level == 3 and self.last_platinum < self.ladder.rated:
            other = self.ladder.at_rank(self.last_platinum + 1, parts)
            yield _least_loss(place.profit - other.profit, None, meets=other.account < place.account)
        if own.level > 0:
            least = self.limits.slim_margin * own.revenue
            yield _least_loss(place.profit - max(least, Decimal(0)), None, meets=least <= 0)

    def _sink(self, own: Own, share: Decimal) -> int:
        """The part with the account down to which the boundary is lost at the latest."""
        ladder, goal = self.ladder, own.place.profit * (1 - share)
        for n, step in enumerate(ladder.steps):
            if step.least <= 0 or step.profit - step.least - share * (ladder.positive + step.least) >= goal:
                return n
        return len(ladder.steps) - 1

    def _first_below(self, own: Own, share: Decimal, parts: Parts) -> Ranked:
        """The fewest accounts that must stand above for the boundary to be lost end with this one."""
        ladder, goal = self.ladder, own.place.profit * (1 - share)
        part = self._sink(own, share)
        rows = [row for n in range(max(0, part - 1), part + 1) for row in ladder.ranked(n, parts[n]) if row.profit > 0]
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            upto = row.above + row.profit
            if following is None or upto - share * (ladder.positive + following.profit) >= goal:
                return row if row.rank > own.place.rank else own.place
        raise AssertionError("a holder has profit")


def _reached(gains: dict[str, Decimal], to_next: Decimal | None) -> str:
    """The tier that so much more leads into."""
    if to_next is None:
        return ""
    return next((tier for tier in ("platinum", "gold") if tier in gains and gains[tier] <= to_next), "iron")


def _least_loss(to_pass: Decimal, to_share: Decimal | None, *, meets: bool) -> Decimal:
    """The sum itself where meeting it is enough, the next hundredth where it must be passed."""
    least = to_pass if to_share is None else max(to_pass, to_share)
    if meets or (to_share is not None and to_share > to_pass):
        return least.quantize(CENT, ROUND_CEILING)
    return least.quantize(CENT, ROUND_FLOOR) + CENT
