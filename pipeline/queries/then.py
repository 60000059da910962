"""The open funnel as it stood on a day, and what went on through it until then: from the rows of moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foundation.sql import select_over
from pipeline.models import Opportunity, Stage
from pipeline.rules import cents

from .composed import SQL
from .figures import Sum
from .movement import FlowLine, Holders, Span, concerned, flow
from .whole import Subject

_LEVELS = {7: "all", 3: "stage", 5: "team", 6: "owner"}
_MARGIN = dt.timedelta(days=2)


@dataclass(frozen=True)
class StageThen:
    """What was open in a stage at the end of the last day, and where things went from it within the days."""

    stage: Stage
    open: Sum
    gone: FlowLine


@dataclass(frozen=True)
class SubjectThen:
    """Of a team or a person that held something then."""

    subject: Subject
    open: Sum


@dataclass(frozen=True)
class FunnelThen:
    """Weights are today's probabilities of the stages. `won`, `lost`: how many were, of what stood in a stage."""

    total: Sum
    stages: list[StageThen]
    teams: list[SubjectThen]
    owners: list[SubjectThen]
    won: int
    lost: int

    @property
    def decided(self) -> int:
        return self.won + self.lost


def funnel_then(rows: QuerySet[Opportunity], span: Span, holders: Holders | None = None) -> FunnelThen:
    """Of `rows` (archived ones are left out by the caller) in `holders`' hands at the end of the span's last day, with
    what went from stage to stage within it: three queries."""
    holders = holders or Holders()
    there = concerned(rows, Span(span.until, span.until)).filter(opened_on__lte=span.until + _MARGIN)
    levels: dict[str, dict[Any, Mapping[str, Any]]] = {name: {} for name in _LEVELS.values()}
    for row in select_over(SQL / "funnel_then.sql", holders.marked(there, "id"), {**holders.values, "until": span.end}):
        name = _LEVELS[row["level"]]
        levels[name][row.get(f"{name}_id")] = row
    went = flow(rows, span, holders)
    lines, stood = [line for line in went.lines if line.stage], levels["stage"]
    stages = {line.stage: line for line in lines if line.stage}
    # A stage in which something stood then, and that was taken out since, without a move within the days.
    gone = Stage.every.filter(pk__in=stood.keys() - {stage.pk for stage in stages}).order_by("position")
    stages |= {stage: FlowLine(stage, {}) for stage in gone}
    return FunnelThen(
        total=_sum(levels["all"].get(None, {})),
        stages=[
            StageThen(stage, _sum(stood.get(stage.pk, {})), line)
            for stage, line in sorted(stages.items(), key=lambda each: each[0].position)
        ],
        teams=_lines(levels["team"]),
        owners=_lines(levels["owner"]),
        won=sum(line.won for line in lines),
        lost=sum(line.lost for line in lines),
    )


def _sum(row: Mapping[str, Any]) -> Sum:
    return Sum(row.get("count") or 0, cents(row.get("amount")), cents(row.get("weighted")))


def _lines(rows: Mapping[Any, Mapping[str, Any]]) -> list[SubjectThen]:
    """The largest weighted amount first, then by name."""
    lines = (SubjectThen(Subject(key, row["name"]), _sum(row)) for key, row in rows.items())
    return sorted(lines, key=lambda line: (-line.open.weighted, str(line.subject)))
