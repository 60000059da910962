"""Where opportunities went from each stage within the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from foundation.sql import select_over
from pipeline.choices import MoveKind
from pipeline.models import Opportunity, Stage
from pipeline.queries.composed import SQL
from pipeline.rules import cents, share_of

from .span import Holders, Span, chosen

Cell = tuple[int, Decimal]


@dataclass(frozen=True)
class FlowLine:
    """From a stage (None: new and reopened ones): (count, amount) by stage key, "won" and "lost", in one order.

    `later`: keys of the stages that come after it.
    """

    stage: Stage | None
    cells: dict[str, Cell]
    later: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        return self._of(self.cells)

    @property
    def won(self) -> int:
        return self._of([MoveKind.WON.value])

    @property
    def lost(self) -> int:
        return self._of([MoveKind.LOST.value])

    @property
    def passed(self) -> int:
        """How often something went on from it: to a later stage, or by being won."""
        return self._of(self.later) + self.won

    @property
    def conversion(self) -> Decimal | None:
        """passed ÷ (passed + lost), 0–1; None of nothing, and of what comes out of no stage."""
        return share_of(self.passed, self.passed + self.lost) if self.stage else None

    def _of(self, names: Iterable[str]) -> int:
        return sum(self.cells.get(name, (0, Decimal(0)))[0] for name in names)


@dataclass(frozen=True)
class Flow:
    stages: list[Stage]
    lines: list[FlowLine]


def flow(rows: QuerySet[Opportunity], span: Span, holders: Holders | None = None) -> Flow:
    """The matrix from stage to stage, won and lost: two queries."""
    # Those that were taken out since too, where moves of the period name them.
    stages = list(Stage.every.order_by("position"))
    names = {stage.pk: stage.key for stage in stages}
    told: dict[Any, dict[str, Cell]] = defaultdict(dict)
    holders = holders or Holders()
    values = {"since": span.start, "until": span.end, **holders.values}
    for row in select_over(SQL / "flow.sql", chosen(rows, span, holders), values):
        target = names.get(row["to_stage_id"], row["kind"])
        count, amount = told[row["from_stage_id"]].get(target, (0, Decimal(0)))
        told[row["from_stage_id"]][target] = (count + row["n"], cents(amount + row["amount"]))
    named = {*told, *(key for line in told.values() for key in line)}
    stages = [stage for stage in stages if stage.retired_at is None or {stage.pk, stage.key} & named]
    targets = [*(stage.key for stage in stages), MoveKind.WON.value, MoveKind.LOST.value]
    lines = [
        FlowLine(
            stage,
            {name: told[stage.pk if stage else None].get(name, (0, Decimal(0))) for name in targets},
            frozenset(other.key for other in stages if stage and other.position > stage.position),
        )
        for stage in [None, *stages]
    ]
    return Flow(stages, lines)
