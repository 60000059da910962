"""Rules of the relationship wall that need no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

from .choices import Level, Mark, SocialStyle

MOST = 2
"""The best that a mark can be."""
FULL = MOST * len(Mark)


def check_marks(marks: Mapping[str, Any]) -> None:
    """Each mark is 0, 1 or 2."""
    for name in Mark.values:
        if name in marks and (type(marks[name]) is not int or not 0 <= marks[name] <= MOST):
            raise RuleBroken(_("A mark is 0, 1 or 2."), field=name)


def wall_share(total: int) -> Decimal:
    """The wall of marks that add up to `total`: a share of one."""
    return Decimal(total) / FULL


def mark_to_strengthen(marks: Mapping[str, int], order: Iterable[str]) -> Mark | None:
    """The lowest mark, of equal ones the first in `order`; None where nothing is left to strengthen."""
    lowest = min(order, key=lambda name: marks[name])
    return None if marks[lowest] == MOST else Mark(lowest)


_STYLES = {
    (Level.HIGH, Level.HIGH): SocialStyle.DRIVER,
    (Level.LOW, Level.HIGH): SocialStyle.EXPRESSIVE,
    (Level.LOW, Level.LOW): SocialStyle.AMIABLE,
    (Level.HIGH, Level.LOW): SocialStyle.ANALYTICAL,
}


def social_style(self_control: str, others_control: str) -> SocialStyle | None:
    """The style of who controls himself and others so much; None while either is unknown."""
    if not (self_control and others_control):
        return None
    return _STYLES[Level(self_control), Level(others_control)]
