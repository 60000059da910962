"""The funnel in figures, in the base currency, over opportunities that are already restricted to the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, QuerySet

from pipeline.models import Opportunity, Stage
from pipeline.rules import cents, share_of
from teams.models import Team, User

from . import periods
from .composed import read
from .progress import Progress, progress_by_stage

_BITS = {7: "all", 3: "stage", 5: "team", 6: "owner"}


@dataclass(frozen=True)
class Sum:
    """How many, what they are worth, and that times the probability of their stages (base currency, two places)."""

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """One line of figures: of everything, of a stage, of a team or of a person. `year` is the last 12 months."""

    open: Sum
    closing_month: Sum
    closing_quarter: Sum
    overdue: Sum
    won_quarter: Sum
    lost_quarter: Sum
    won_year: Sum
    lost_year: Sum

    @property
    def cases(self) -> int:
        """How many were decided in the last 12 months: the n of `win_rate`."""
        return self.won_year.count + self.lost_year.count

    @property
    def win_rate(self) -> Decimal | None:
        """Won ÷ (won + lost) of the last 12 months, 0–1; None where nothing was decided."""
        return share_of(self.won_year.count, self.cases)


@dataclass(frozen=True)
class StageLine:
    stage: Stage
    figures: Figures
    progress: Progress


@dataclass(frozen=True)
class Line:
    """Figures of a team or a person (`subject`)."""

    subject: Any
    figures: Figures


@dataclass(frozen=True)
class Funnel:
    total: Figures
    stages: list[StageLine]
    teams: list[Line]
    owners: list[Line]


def funnel(rows: QuerySet[Opportunity], today: dt.date) -> Funnel:
    """All figures of `rows` (archived ones must be left out by the caller) in seven queries, whatever the size."""
    levels = _levels(rows, today)
    progress = progress_by_stage(rows)
    stages = [
        StageLine(stage, _figures(levels["stage"].get(stage.pk, {})), progress.get(stage.pk, Progress()))
        for stage in Stage.objects.order_by("position")
    ]
    return Funnel(
        total=_figures(levels["all"].get(None, {})),
        stages=stages,
        teams=_lines(levels["team"], Team.objects.in_bulk(levels["team"])),
        owners=_lines(levels["owner"], User.objects.in_bulk(levels["owner"])),
    )


def summary(rows: QuerySet[Opportunity], today: dt.date) -> Figures:
    """The figures of `rows` as a whole: one query."""
    return _figures(_levels(rows, today)["all"].get(None, {}))


def _levels(rows: QuerySet[Opportunity], today: dt.date) -> dict[str, dict[int | None, dict[str, Any]]]:
    """The rows of figures.sql by level and by the id they are about."""
    marked = {name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in periods.flags(today).items()}
    weighted = F("amount_base") * F("stage__probability") / 100
    chosen = rows.order_by().values("stage_id", "team_id", "owner_id", "amount_base", weighted=weighted, **marked)
    levels: dict[str, dict[int | None, dict[str, Any]]] = {name: {} for name in _BITS.values()}
    for row in read("figures", chosen):
        name = _BITS[row["level"]]
        levels[name][row.get(f"{name}_id")] = row
    return levels


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(**{name: _sum(row, name) for name in Figures.__dataclass_fields__})


def _sum(row: Mapping[str, Any], name: str) -> Sum:
    return Sum(row.get(f"{name}_count") or 0, cents(row.get(f"{name}_amount")), cents(row.get(f"{name}_weighted")))


def _lines(rows: Mapping[Any, Mapping[str, Any]], subjects: Mapping[Any, Any]) -> list[Line]:
    """The largest open weighted amount first, then by name."""
    lines = (Line(subjects[key], _figures(row)) for key, row in rows.items())
    return sorted(lines, key=lambda line: (-line.figures.open.weighted, str(line.subject)))
