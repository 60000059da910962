"""Rules of customer care that need no database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from teams.models import Role

MOST_MINUTES: Final = 60_000
"""Spent on one complaint: a thousand hours."""
RANK: Final = {Role.INTEGRATION: 0, Role.REP: 0, Role.MANAGER: 1, Role.DIRECTOR: 2, Role.ADMIN: 3}


def ranks_as(actor: Any, role: str) -> bool:
    """Whether `actor` stands as high as people of `role`, or higher."""
    return RANK[actor.role] >= RANK[Role(role)]


@dataclass(frozen=True)
class Iceberg:
    """What `complaints` say about those who do not complain: `each` unhappy customers behind every one, of the silent
    ones `leave` (a share) are lost, and of those who complained `stay` (a share) remain if it is solved fast and well.
    """

    complaints: int
    each: int
    leave: Decimal
    stay: Decimal

    @property
    def unhappy(self) -> int:
        return self.complaints * self.each

    @property
    def silent(self) -> int:
        return self.unhappy - self.complaints

    @property
    def lost(self) -> int:
        return _whole(self.silent * self.leave)

    @property
    def kept(self) -> int:
        return _whole(self.complaints * self.stay)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
