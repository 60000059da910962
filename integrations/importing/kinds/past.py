"""What a file tells of an opportunity's past, as moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.utils import timezone

from foundation import clock
from integrations import histories
from integrations.importing import columns as col
from pipeline.choices import CloseReason, Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import moment_of
from teams.models import User

Told = dict[str, list[Any]]


@dataclass(frozen=True)
class Story:
    """Where an opportunity stands by the file: its stage if it says one, its status, when it was opened and closed."""

    stages: Mapping[str, Stage]
    stage: Stage | None
    status: str
    opened_on: dt.date | None
    closed_on: dt.date | None
    reason: str
    note: str
    by: User

    @classmethod
    def of(cls, cells: dict[str, Any], stages: Mapping[str, Stage], *, by: User) -> Self:
        return cls(
            stages=stages,
            stage=stages.get(cells.get("stage") or ""),
            status=cells.get("status") or Status.OPEN,
            opened_on=col.day(cells.get("opened_on")),
            closed_on=col.day(cells.get("closed_on")),
            reason=cells.get("close_reason") or CloseReason.OTHER,
            note=cells.get("close_note") or "",
            by=by,
        )

    def tell(self, row: Opportunity) -> list[Move]:
        """The moves of a new opportunity; sets what they imply on `row`.

        What is not known is not made up: it opens in the stage the file names, else in the first; one that was won
        without a stage passes from the first to the last on the day it was won.
        """
        ladder = list(self.stages.values())
        day = self.opened_on or (self.closed_on if self.status != Status.OPEN else None) or clock.today()
        row.opened_on = day
        start = moment_of(day) if day < clock.today() else timezone.now()
        moves = [histories.opened(row, self.stage or ladder[0], at=start, by=self.by)]
        if self.status == Status.OPEN:
            return moves
        end = max(start, moment_of(self.closed_on or day))
        if self.status == Status.WON and self.stage is None:
            moves.append(histories.passed(row, ladder[0], ladder[-1], at=end, by=self.by))
        return [*moves, self._settled(row, end)]

    def go_on(
        self, row: Opportunity, worth: dict[str, Any], rate: Decimal | None, now: dt.datetime
    ) -> tuple[list[Move], Told]:
        """What happened since the last import: amount, stage, won or lost. A closed one stays closed."""
        if not row.is_open:
            return [], {}
        moves: list[Move] = []
        told: Told = {}
        if worth and (row.amount, row.currency) != (worth["amount"], worth["currency"]):
            told["amount"] = [f"{row.amount} {row.currency}", f"{worth['amount']} {worth['currency']}"]
            moves.append(histories.revalued(row, **worth, rate=rate or row.rate, at=now, by=self.by))
        if self.stage and self.stage != row.stage:
            told["stage"] = [str(row.stage), str(self.stage)]
            moves.append(histories.passed(row, row.stage, self.stage, at=now, by=self.by))
        if self.status != Status.OPEN:
            told["status"] = [row.status, self.status]
            moves.append(self._settled(row, max(row.stage_since, moment_of(self.closed_on or clock.today()))))
        return moves, told

    def _settled(self, row: Opportunity, at: dt.datetime) -> Move:
        status = Status(self.status)
        return histories.settled(row, status, at=at, by=self.by, reason=self.reason, note=self.note)


def saved(moves: list[Move]) -> list[Move]:
    """Moves of rows that have an id by now."""
    for move in moves:
        move.opportunity_id = move.opportunity.pk
    return moves
