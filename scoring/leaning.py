"""How much more or less profit moves an account in the next night, past buffer and patience. Exact; no database here.

The boundaries of `distance` say where another tier is computed. An account that computes into another one stays while
it is past the boundary by less than the buffer, and is found there in nights of fewer months than patience asks: it
moves at once where the boundaries moved by the buffer are passed, too. The score of a key account is taken as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import NamedTuple, Protocol

from .distance import LEVELS, Limits, Own, Surveyor
from .ladder import Ladder, Parts

TIERS = list(LEVELS)


class Policy(Limits, Protocol):
    """What of a policy says when an account moves."""

    buffer: Decimal
    patience: int


@dataclass
class Moved:
    """The policy's boundaries, each by the share `by` further up (or down, below zero)."""

    slim_margin: Decimal
    platinum_share: Decimal
    platinum_rank: Decimal
    gold_share: Decimal
    loyal_months: int

    @classmethod
    def of(cls, policy: Policy, by: Decimal) -> Moved:
        return cls(
            slim_margin=policy.slim_margin * (1 + by),
            platinum_share=policy.platinum_share * (1 - by),
            platinum_rank=policy.platinum_rank * (1 - by),
            gold_share=policy.gold_share * (1 - by),
            loyal_months=policy.loyal_months,
        )


class AtOnce(NamedTuple):
    """The least gain, the tier it leads to, and the least loss that move it in the next night; None: no sum does."""

    to_rise: Decimal | None
    rise_tier: str
    to_fall: Decimal | None


class Leaning:
    """Like a Surveyor, for the tier that stands (`held`, a level) instead of the one that is computed."""

    def __init__(self, ladder: Ladder, policy: Policy) -> None:
        self.buffer = policy.buffer if policy.patience > 1 else Decimal(0)
        self.plain = Surveyor(ladder, policy)
        self.narrow = Surveyor(ladder, Moved.of(policy, self.buffer))
        self.wide = Surveyor(ladder, Moved.of(policy, -self.buffer))

    def parts(self, own: Own, held: int, *, is_key: bool) -> set[int]:
        wanted = self.plain.parts(own)
        if (rising := _rising(own, held, is_key=is_key)) is not None:
            wanted |= self.narrow.parts(rising)
        if (falling := self._falling(own, held, is_key=is_key)) is not None:
            wanted |= self.wide.parts(falling)
        return wanted

    def measure(self, own: Own, held: int, parts: Parts, *, is_key: bool) -> AtOnce:
        rising, falling = _rising(own, held, is_key=is_key), self._falling(own, held, is_key=is_key)
        with localcontext() as context:
            context.prec = 60
            to_rise = self.narrow.gain(rising, parts) if rising else None
            to_fall = self.wide.measure(falling, parts).to_lower if falling else None
            tier = "" if to_rise is None else self._reached(own, to_rise, parts, is_key=is_key)
        return AtOnce(to_rise, tier, to_fall)

    def _falling(self, own: Own, held: int, *, is_key: bool) -> Own | None:
        """As one whose level by profit is the least that still holds it."""
        if held == 0:
            return None
        least = held - 1 if is_key and not own.is_new and held > 1 else held
        if least == 2 and own.active_months < self.plain.limits.loyal_months:
            least = 3
        return replace(own, level=least)

    def _reached(self, own: Own, gain: Decimal, parts: Parts, *, is_key: bool) -> str:
        level = max(own.level, self.plain.level_with(own, gain, parts))
        return TIERS[level + (is_key and not own.is_new and level in (1, 2))]


def _rising(own: Own, held: int, *, is_key: bool) -> Own | None:
    """As one whose level by profit is the highest that does not lift it."""
    most = held - 1 if is_key and not own.is_new and held in (1, 2) else held
    return None if most == 3 or (own.is_new and most > 0) else replace(own, level=most)
