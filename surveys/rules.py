"""Rules of satisfaction that need no database: experience − expectation, by dimension and together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from .choices import Asks

LOWEST: Final = 1
HIGHEST: Final = 5
MARKS: Final = range(LOWEST, HIGHEST + 1)
_CENT: Final = Decimal("0.01")


class Result(NamedTuple):
    """What the answers come to. `gap` is the mean of the dimensions' gaps, as each counts the same; `worst` the point
    of the dimension that lies furthest below expectation (of equal ones the first), None where none lies below."""

    expectation: Decimal
    experience: Decimal
    gap: Decimal
    worst_id: int | None
    worst_gap: int | None
    cognitive: Decimal | None
    affective: Decimal | None
    behavioural: Decimal | None


def result_of(lines: Iterable[Any]) -> Result:
    """Of lines in the order of the questionnaire (point_id, kind, expectation, experience, mark), of which at least one
    dimension is answered."""
    lines = list(lines)
    asked = [line for line in lines if line.kind == Asks.SATISFACTION and line.experience is not None]
    below = [line for line in asked if line.experience < line.expectation]
    worst = min(below, key=lambda line: line.experience - line.expectation, default=None)
    return Result(
        mean([line.expectation for line in asked]) or Decimal(0),
        mean([line.experience for line in asked]) or Decimal(0),
        mean([line.experience - line.expectation for line in asked]) or Decimal(0),
        worst.point_id if worst else None,
        worst.experience - worst.expectation if worst else None,
        *(_loyalty(lines, kind) for kind in (Asks.COGNITIVE, Asks.AFFECTIVE, Asks.BEHAVIOURAL)),
    )


def mean(marks: list[int]) -> Decimal | None:
    """Two places; None of nothing."""
    return (Decimal(sum(marks)) / len(marks)).quantize(_CENT, ROUND_HALF_UP) if marks else None


def _loyalty(lines: list[Any], kind: Asks) -> Decimal | None:
    return mean([line.mark for line in lines if line.kind == kind and line.mark is not None])
