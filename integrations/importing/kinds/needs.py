from __future__ import annotations

from dossier import services
from dossier.models import Need
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, person_named, whose


class Needs(OneByOne):
    """What accounts need and how they buy, told apart by account and part."""

    name = "needs"
    is_for_everybody = True
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.choice("part", "need_part", soft=False),
            col.long_text("text"),
            col.date("seen_on"),
            col.text("seen_by"),
        )
    }
    required = (("account", "account_external_id"), ("part",), ("text",))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{fold(cells['part'])}"

    def find(self, row: Row, work: Work) -> Need | None:
        return Need.objects.filter(account=account_named(row, work), part=row.cells["part"]).first()

    def save(self, row: Row, there: Need | None, work: Work) -> Need:
        text, seen_on = row.cells["text"].strip(), col.day(row.cells.get("seen_on"))
        seen_by = person_named(row.cells.get("seen_by"), work, "seen_by")
        if there is None:
            account = account_named(row, work)
            return services.need_add(
                actor=work.actor, account=account, part=row.cells["part"], text=text, seen_on=seen_on, seen_by=seen_by
            )
        if there.text == text and (seen_on or there.seen_on) <= there.seen_on:
            return there
        return services.need_update(
            there, actor=work.actor, version=there.version, text=text, seen_on=seen_on, seen_by=seen_by
        )
