"""How long open opportunities have stood in their stages, against what is normal there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DateField, ExpressionWrapper, QuerySet, Value
from django.db.models.functions import TruncDate

from pipeline.choices import Status
from pipeline.models import Opportunity
from pipeline.rules import cents, share_of

from .composed import read
from .flags import Normal, Watch, stuck
from .whole import Subject

SHOWN = 10
_LEVELS = {7: "all", 3: "stage", 5: "team", 6: "owner"}


@dataclass(frozen=True)
class Age:
    """Open ones: how many, worth what (base currency, two places), and of these the stuck ones. `median` and `oldest`
    are of the days in their present stages; None of nothing."""

    count: int = 0
    amount: Decimal = Decimal(0)
    stuck_count: int = 0
    stuck_amount: Decimal = Decimal(0)
    median: float | None = None
    oldest: int | None = None

    @property
    def share(self) -> Decimal | None:
        """Stuck ÷ open, by number."""
        return share_of(self.stuck_count, self.count)


@dataclass(frozen=True)
class StageAge:
    normal: Normal
    age: Age = field(default_factory=Age)


@dataclass(frozen=True)
class SubjectAge:
    """Of a team or a person."""

    subject: Subject
    age: Age


@dataclass(frozen=True)
class Ageing:
    """`longest`: the stuck ones that stand longest in their stages, with what is normal there."""

    total: Age
    stages: list[StageAge]
    teams: list[SubjectAge]
    owners: list[SubjectAge]
    longest: list[tuple[Opportunity, Normal]]


def ageing(rows: QuerySet[Opportunity], today: dt.date) -> Ageing:
    """Of the open ones among `rows` (archived ones are left out by the caller): four queries, whatever the size."""
    is_open, watch = rows.filter(status=Status.OPEN), Watch.of(today)
    levels = _levels(is_open, today)
    return Ageing(
        total=_age(levels["all"].get(None, {})),
        stages=[StageAge(normal, _age(levels["stage"].get(pk, {}))) for pk, normal in watch.normals.items()],
        teams=_lines(levels["team"]),
        owners=_lines(levels["owner"]),
        longest=[(row, watch.normals[row.stage_id]) for row in _longest(is_open, today)],
    )


def _levels(rows: QuerySet[Opportunity], today: dt.date) -> dict[str, dict[int | None, Mapping[str, Any]]]:
    """The rows of ageing.sql by level and by the id they are about."""
    told = rows.order_by().values(
        "stage_id",
        "team_id",
        "owner_id",
        "amount_base",
        since_on=TruncDate("stage_since"),
        today=Value(today, output_field=DateField()),
        is_stuck=ExpressionWrapper(stuck(today), output_field=BooleanField()),
    )
    levels: dict[str, dict[int | None, Mapping[str, Any]]] = {name: {} for name in _LEVELS.values()}
    for row in read("ageing", told):
        name = _LEVELS[row["level"]]
        levels[name][row.get(f"{name}_id")] = row
    return levels


def _longest(rows: QuerySet[Opportunity], today: dt.date) -> QuerySet[Opportunity]:
    late = rows.filter(stuck(today)).select_related("account", "owner", "stage")
    return late.order_by("stage_since", "id")[:SHOWN]


def _lines(rows: Mapping[Any, Mapping[str, Any]]) -> list[SubjectAge]:
    """The largest stuck amount first, then by name."""
    lines = (SubjectAge(Subject(key, row["name"]), _age(row)) for key, row in rows.items())
    return sorted(lines, key=lambda line: (-line.age.stuck_amount, -line.age.stuck_count, str(line.subject)))


def _age(row: Mapping[str, Any]) -> Age:
    if not row or not row["count"]:
        return Age()
    return Age(
        count=row["count"],
        amount=cents(row["amount"]),
        stuck_count=row["stuck_count"],
        stuck_amount=cents(row["stuck_amount"]),
        median=row["median_age"],
        oldest=row["oldest_age"],
    )
