"""What stands in a plan, to be kept; and what was kept, to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from foundation import clock
from plans.models import AccountPlan, PlanReview
from plans.rules import Mix
from teams.models import Company

from .outline import Outline, with_effort


def what_stands(plan: AccountPlan) -> dict[str, Any]:
    """The plan's objectives, actions, keys, mix and revenue on the reader's day, as a review keeps them."""
    found = Outline(with_effort(AccountPlan.objects.all()).get(pk=plan.pk), clock.today())
    numbers = ("text", "unit", "baseline", "target", "reached", "progress", "due_on")
    return {
        "as_of": found.today,
        "aim": plan.aim,
        "progress": found.progress,
        "objectives": [{name: getattr(row, name) for name in numbers} for row in found.objectives],
        "actions": [
            {"text": row.text, "owner": str(row.owner), "due_on": row.due_on, "done_at": row.done_at}
            for row in found.actions
        ],
        "keys_held": found.held,
        "keys": len(found.keys),
        "planned": found.plan.mix.parts if found.plan.mix else None,
        "actual": found.actual.parts if found.actual else None,
        "revenue": found.plan.revenue or Decimal(0),
        "currency": Company.current().base_currency,
    }


@dataclass(frozen=True)
class Line:
    """An objective as it stood."""

    text: str
    unit: str
    baseline: Decimal
    target: Decimal
    reached: Decimal | None
    progress: Decimal | None
    due_on: dt.date


@dataclass(frozen=True)
class Stood:
    """What a review kept."""

    figures: Mapping[str, Any]

    @property
    def as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.figures["as_of"])

    @property
    def progress(self) -> Decimal | None:
        return _number(self.figures["progress"])

    @property
    def revenue(self) -> Decimal:
        return Decimal(self.figures["revenue"])

    @property
    def objectives(self) -> list[Line]:
        return [
            Line(
                row["text"],
                row["unit"],
                Decimal(row["baseline"]),
                Decimal(row["target"]),
                _number(row["reached"]),
                _number(row["progress"]),
                dt.date.fromisoformat(row["due_on"]),
            )
            for row in self.figures["objectives"]
        ]

    @property
    def actions(self) -> list[dict[str, Any]]:
        """Each with `due_on` and `is_done`, `is_late`: as of that day."""
        return [
            {
                **row,
                "due_on": (due := dt.date.fromisoformat(row["due_on"])),
                "is_done": row["done_at"] is not None,
                "is_late": row["done_at"] is None and due < self.as_of,
            }
            for row in self.figures["actions"]
        ]

    @property
    def done(self) -> int:
        return sum(row["is_done"] for row in self.actions)

    @property
    def planned(self) -> Mix | None:
        return _mix(self.figures["planned"])

    @property
    def actual(self) -> Mix | None:
        return _mix(self.figures["actual"])


def stood(review: PlanReview) -> Stood:
    return Stood(review.figures)


def _number(typed: str | None) -> Decimal | None:
    return None if typed is None else Decimal(typed)


def _mix(typed: list[str] | None) -> Mix | None:
    return Mix.of([Decimal(part) for part in typed]) if typed else None
