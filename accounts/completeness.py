"""What a good record of an account has. Each room names its own points, in its app's ready(), with the SELECT that
tells of which accounts they are known and since when. How much each counts is a rule (models.CompletenessRule).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.choices import Tier

KEY = Tier.PLATINUM.value, Tier.GOLD.value
ACTIVE = *KEY, Tier.IRON.value


@dataclass(frozen=True)
class Point:
    """Something to know of an account.

    `page` is the route where it is filled in, with the field's anchor: its number is the account's, or `?account` is
    asked for; `person` is a person there, the decision-maker first, or a new one.
    `weight`, `days` after which it is out of date, and `tiers` that are asked for it are what a company starts with.
    `ages` says whether it can be out of date at all.
    """

    key: str
    name: Any
    page: str
    weight: int = 1
    days: int | None = None
    tiers: tuple[str, ...] = ()
    ages: bool = False


_asked: dict[Path, tuple[Point, ...]] = {}


def ask(source: Path, *points: Point) -> None:
    """`source` yields (account_id, key, seen_on) for the points that are known: `infinity` where they do not age."""
    _asked[source] = points


def points() -> list[Point]:
    """Rooms are made ready from the top down, and here the lowest comes first: who they are, then how we stand."""
    return [point for points in reversed(_asked.values()) for point in points]


def point(key: str) -> Point | None:
    """None for one that no room asks for any more."""
    return next((point for point in points() if point.key == key), None)


def sources() -> list[Path]:
    return list(_asked)


def choices() -> list[tuple[str, Any]]:
    """Every point, for a filter."""
    return [(point.key, point.name) for point in points()]
