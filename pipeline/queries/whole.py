"""The whole funnel, over opportunities that are already restricted to the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from pipeline.models import Opportunity, Stage

from . import periods
from .composed import read
from .figures import Figures, figures_of
from .progress import Progress, progress_of

_LEVELS = {7: "all", 3: "stage", 5: "team", 6: "owner"}
_READ = (
    "id",
    "stage_id",
    "team_id",
    "owner_id",
    "status",
    "amount_base",
    "stage_since",
    "left_stages",
    "passed_stages",
)


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
    total: Figures
    stages: list[StageLine]
    teams: list[Line]
    owners: list[Line]


def funnel(rows: QuerySet[Opportunity], today: dt.date) -> Funnel:
    """All figures of `rows` (archived ones must be left out by the caller) in two queries, whatever the size."""
    levels = _levels(rows, today)
    whole, by_stage = levels["all"].get(None, {}), levels["stage"]
    progress = progress_of(whole)
    stages = [
        StageLine(stage, figures_of(by_stage.get(stage.pk, {})), progress.get(stage.pk, Progress()))
        for stage in Stage.objects.order_by("position")
    ]
    return Funnel(
        total=figures_of(whole),
        stages=stages,
        teams=_lines(levels["team"]),
        owners=_lines(levels["owner"]),
    )


def _levels(rows: QuerySet[Opportunity], today: dt.date) -> dict[str, dict[int | None, dict[str, Any]]]:
    """The rows of funnel.sql by level and by the id they are about."""
    marked = {name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in periods.flags(today).items()}
    levels: dict[str, dict[int | None, dict[str, Any]]] = {name: {} for name in _LEVELS.values()}
    for row in read("funnel", rows.order_by().values(*_READ, **marked)):
        name = _LEVELS[row["level"]]
        levels[name][row.get(f"{name}_id")] = row
    return levels


def _lines(rows: Mapping[Any, Mapping[str, Any]]) -> list[Line]:
    """The largest open weighted amount first, then by name."""
    lines = (Line(Subject(key, row["name"]), figures_of(row)) for key, row in rows.items())
    return sorted(lines, key=lambda line: (-line.figures.open.weighted, str(line.subject)))
