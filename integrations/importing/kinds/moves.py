from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from integrations.importing import columns as col
from integrations.importing.columns import Column, Settings
from integrations.importing.linking import batches
from integrations.importing.plan import Row, Work
from integrations.importing.rows import staged_rows
from pipeline.choices import Status
from pipeline.models import Opportunity, Stage
from pipeline.services import Entry, history_import

from .base import Cells, Kind, Note
from .opportunities import stage_of


def _field(name: str) -> models.Field:
    return Opportunity._meta.get_field(name)  # type: ignore[return-value]


class Moves(Kind):
    """The stage history of opportunities that are here already, found by their external id.

    The rows of the file replace the moves that were made up when an opportunity came without its history.
    """

    name = "moves"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.external_id(_field("external_id"), "opportunity"),
            Column("stage", stage_of),
            col.moment("at"),
            col.money("amount", _field("amount")),
            col.date("close_on"),
        )
    }
    required = (("opportunity",), ("stage",), ("at",))
    account = ""

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        if dt.datetime.fromisoformat(cells["at"]) > timezone.now():
            raise RuleBroken(_("It cannot have been opened or moved in the future."), field="at")

    def write_all(self, work: Work) -> bool:
        rows = [row for batch in staged_rows() for row in batch]
        stages = {stage.key: stage for stage in Stage.objects.order_by("position")}
        by_id: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_id[row.cells["opportunity"]].append(row)
        for batch in batches(by_id.items(), 500):
            self._write(dict(batch), stages, work)
        return True

    def _write(self, histories: dict[str, list[Row]], stages: dict[str, Stage], work: Work) -> None:
        seen = Opportunity.objects.visible_to(work.actor).filter(external_id__in=histories)
        seen = seen.select_related("stage", "owner", "team").order_by("pk")
        # Locked until the import is saved: nothing that somebody changes in between is overwritten.
        known = {row.external_id: row for row in seen.select_for_update(of=("self",), no_key=True)}
        for external_id, rows in histories.items():
            if external_id not in known:
                _refuse(rows, _("There is no such opportunity. Import it first."), work)
        told = [
            (known[external_id], [_entry(row.cells, stages) for row in rows])
            for external_id, rows in histories.items()
            if external_id in known
        ]
        changed, kept = history_import(actor=work.actor, told=told)
        work.report.created += sum(len(entries) for row, entries in told if row.pk in changed)
        for row, _entries in told:
            if row.pk in kept:
                _refuse(histories[row.external_id], _("It was moved, handed over or split here: that stays."), work)


def _refuse(rows: list[Row], message: str, work: Work) -> None:
    for row in rows:
        work.refuse(row, "opportunity", row.cells["opportunity"], message)


def _entry(cells: dict[str, Any], stages: dict[str, Stage]) -> Entry:
    closed = cells["stage"] in {Status.WON, Status.LOST}
    return Entry(
        at=dt.datetime.fromisoformat(cells["at"]),
        stage=None if closed else stages[cells["stage"]],
        outcome=cells["stage"] if closed else "",
        amount=None if cells.get("amount") is None else col.decimal(cells["amount"]),
        close_on=col.day(cells.get("close_on")),
    )
