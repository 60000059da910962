from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from relations import services
from relations.choices import Mark
from relations.models import WallReading

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, person_named, whose


class WallMarks(OneByOne):
    """Markings of relationship walls, told apart by account and moment; kept, never edited. A wall stands as the latest
    of its markings says."""

    name = "wall_marks"
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.moment("at"),
            col.text("by"),
            *(col.whole_number(mark.value, column_of(WallReading, mark.value)) for mark in Mark),
            col.text("note", column_of(WallReading, "note")),
        )
    }
    required = (("account", "account_external_id"), ("at",), *((mark.value,) for mark in Mark))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells['at']}"

    def find(self, row: Row, work: Work) -> WallReading | None:
        return WallReading.objects.filter(wall__account=account_named(row, work), at=_at(row)).first()

    def save(self, row: Row, there: WallReading | None, work: Work) -> WallReading:
        marks = {mark.value: row.cells[mark.value] for mark in Mark}
        if there is None:
            by = person_named(row.cells.get("by"), work, "by")
            return services.wall_reading_told(
                actor=work.actor, account=account_named(row, work), at=_at(row), by=by,
                note=row.cells.get("note") or "", **marks,
            )  # fmt: skip
        if any(getattr(there, name) != said for name, said in marks.items()):
            raise RuleBroken(_("A marking of this moment is kept already, with other marks. They are never edited."))
        return there


def _at(row: Row) -> dt.datetime:
    return dt.datetime.fromisoformat(row.cells["at"])
