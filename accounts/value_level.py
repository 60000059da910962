"""What decides on each value level, and how an account on it is covered: the source's own definitions."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .choices import CoveredBy, ValueLevel


class Advice(NamedTuple):
    decides: Any
    """What the customer decides by."""
    covered_by: CoveredBy
    """What such an account is worth, and needs."""


LEVELS: dict[str, Advice] = {
    ValueLevel.PRODUCT: Advice(_("price and cost decide"), CoveredBy.REMOTE),
    ValueLevel.SOLUTION: Advice(_("relationship, function and risk decide"), CoveredBy.PERSON),
    ValueLevel.COMPANY: Advice(_("what both companies gain from an alliance decides"), CoveredBy.TEAM),
}


def advice_for(level: str) -> Advice | None:
    """None where nobody has said on which level the account is."""
    return LEVELS.get(level)


def better_covered_by(level: str, covered_by: str) -> Any:
    """How an account on this level is usually covered, in words, where it is covered otherwise; else empty."""
    advice = advice_for(level)
    return advice.covered_by.label if advice and covered_by and covered_by != advice.covered_by else ""
