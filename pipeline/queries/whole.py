"""The whole funnel, over opportunities that are already restricted to the reader."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, When

from foundation.sql import text_of
from pipeline.choices import Grain
from pipeline.models import Opportunity, Stage, Tally
from pipeline.rules import cents

from . import periods, tallied
from .composed import SQL, read
from .figures import Figures, figures_of
from .progress import Progress, progress_of

_LEVELS = {7: "all", 3: "stage", 5: "team", 6: "owner"}
_WHOLE, _LINES = "7, 3", "5, 6"
_OF_A_ROW = (
    "id",
    "stage_id",
    "team_id",
    "owner_id",
    "status",
    "amount_base",
    "stage_since",
    "left_stages",
    "passed_stages",
    "closed_on",
)
_OF_A_DAY = ("stage_id", "team_id", "owner_id", "n", "amount")
Levels = dict[str, dict[int | None, dict[str, Any]]]


@dataclass(frozen=True)
class StageLine:
    stage: Stage
    figures: Figures
    progress: Progress


class Subject(NamedTuple):
    """Whose figures they are: the id and the name of a team or a person."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Line:
    subject: Subject
    figures: Figures


@dataclass(frozen=True)
class Funnel:
    """`team_ids`, `owner_ids`: of all that have any; lines are told of the foremost of them."""

    total: Figures
    first_decided_on: dt.date | None
    stages: list[StageLine]
    teams: list[Line]
    owners: list[Line]
    team_ids: list[int]
    owner_ids: list[int]


def funnel(
    rows: QuerySet[Opportunity], today: dt.date, *, is_whole: bool = False, most: int | None = None
) -> Funnel:  # fmt: skip
    """All figures of `rows` (archived ones must be left out by the caller), whatever the size: of teams and of people
    the `most` foremost lines, unless told otherwise all.

    `is_whole`: `rows` are all live opportunities there are. Their figures are the same, but kept: by the tally.
    """
    return _kept(rows, today, most) if is_whole else _read(rows, today, most)


def _read(rows: QuerySet[Opportunity], today: dt.date, most: int | None) -> Funnel:
    """From the rows themselves: two queries."""
    levels = _levels(rows, today, f"{_WHOLE}, {_LINES}")
    teams, owners = (_lines(levels[name]) for name in ("team", "owner"))
    return Funnel(
        **_by_stage(levels),
        teams=teams[:most],
        owners=owners[:most],
        team_ids=_ids(line.subject for line in teams),
        owner_ids=_ids(line.subject for line in owners),
    )


def _kept(rows: QuerySet[Opportunity], today: dt.date, most: int | None) -> Funnel:
    """From the tally, and the lines of the foremost from their rows: five queries."""
    teams, owners = (_in_their_order(tallied.holders(column)) for column in ("team", "owner"))
    of_them = Q(team__in=_ids(teams[:most])) | Q(owner__in=_ids(owners[:most]))
    lines = _levels(rows.filter(of_them, periods.counted(today)), today, _LINES)
    days = Tally.objects.filter(grain=Grain.DAY).values(*_OF_A_DAY, **_marked(today))
    return Funnel(
        **_by_stage(_sorted(read("funnel", days, source=_source("tally"), levels=_WHOLE))),
        teams=[Line(team, figures_of(lines["team"].get(team.pk, {}))) for team in teams[:most]],
        owners=[Line(owner, figures_of(lines["owner"].get(owner.pk, {}))) for owner in owners[:most]],
        team_ids=_ids(teams),
        owner_ids=_ids(owners),
    )


def _by_stage(levels: Levels) -> dict[str, Any]:
    whole = levels["all"].get(None, {})
    progress = progress_of(*(json.loads(whole.get(name) or "[]") for name in ("paths", "stays", "ages")))
    stages = [
        StageLine(stage, figures_of(levels["stage"].get(stage.pk, {})), progress.get(stage.pk, Progress()))
        for stage in Stage.objects.order_by("position")
    ]
    return {"total": figures_of(whole), "first_decided_on": whole.get("first_decided_on"), "stages": stages}


def _levels(rows: QuerySet[Opportunity], today: dt.date, levels: str) -> Levels:
    chosen = rows.order_by().values(*_OF_A_ROW, mark=_mark(today))
    return _sorted(read("funnel", chosen, source=_source("rows"), levels=levels))


def _source(name: str) -> str:
    return text_of(SQL / f"funnel_from_{name}.sql")


def _marked(today: dt.date) -> dict[str, Any]:
    return {name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in periods.flags(today).items()}


def _mark(today: dt.date) -> Any:
    """The same as one number, a bit each in the order of the flags: what thousands of rows are grouped by is short."""
    bits = (Case(When(q, then=1 << n), default=0) for n, q in enumerate(periods.flags(today).values()))
    return reduce(add, bits)


def _sorted(rows: Iterable[dict[str, Any]]) -> Levels:
    """The rows of funnel.sql by level and by the id they are about."""
    levels: Levels = {name: {} for name in _LEVELS.values()}
    for row in rows:
        name = _LEVELS[row["level"]]
        levels[name][row.get(f"{name}_id")] = row
    return levels


def _lines(rows: Mapping[Any, Mapping[str, Any]]) -> list[Line]:
    subjects = _in_their_order((key, row["name"], row["open_weighted"]) for key, row in rows.items())
    return [Line(subject, figures_of(rows[subject.pk])) for subject in subjects]


def _in_their_order(found: Iterable[tuple[int, str, Decimal | None]]) -> list[Subject]:
    """Those with the largest open weighted amount first, then by name."""
    placed = sorted((-cents(weighted), name, pk) for pk, name, weighted in found)
    return [Subject(pk, name) for _weighted, name, pk in placed]


def _ids(subjects: Iterable[Subject]) -> list[int]:
    return [subject.pk for subject in subjects]
