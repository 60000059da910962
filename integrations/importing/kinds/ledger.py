from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import sql
from foundation.columns import BASE_LIMIT
from foundation.errors import RuleBroken
from integrations.importing import columns as col
from integrations.importing.cells import CellError, fits
from integrations.importing.columns import Settings
from integrations.importing.linking import batches
from integrations.importing.plan import Work
from integrations.importing.rows import SQL
from integrations.importing.writing import tell
from scoring.choices import EntryKind
from scoring.models import LedgerEntry
from scoring.services.ledger import FIRST_DAY, LAST_DAY, only_sales_have_revenue

from .base import Cells, Kind, Note, digest


def _field(name: str) -> models.Field:
    return LedgerEntry._meta.get_field(name)  # type: ignore[return-value]


class Ledger(Kind):
    """Revenue and cost; where the file has profit instead, cost = revenue − profit, to the last digit. Only a sale has
    revenue; a row that names no kind is one."""

    name = "ledger"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.text("account", Account._meta.get_field("name")),
            col.text("account_external_id", Account._meta.get_field("external_id")),
            col.date("date"),
            col.choice("kind", "entry_kind", soft=False),
            col.money("revenue", _field("revenue")),
            col.money("cost", _field("cost")),
            col.money("profit", _field("cost")),
            col.currency(),
            col.text("note", _field("note"), soft=True),
        )
    }
    required = (("account", "account_external_id"), ("date",), ("revenue", "kind"))
    has_money = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        kind = cells.get("kind") or EntryKind.SALE
        if kind == EntryKind.SALE and cells.get("revenue") is None:
            raise RuleBroken(_("It is missing."), field="revenue")
        cells["revenue"] = cells.get("revenue") or "0"
        only_sales_have_revenue(kind, col.decimal(cells["revenue"]))
        if "profit" in cells and "cost" in cells:
            given = col.decimal(cells["revenue"]) - col.decimal(cells["cost"])
            if given != col.decimal(cells["profit"]):
                raise RuleBroken(
                    _("Revenue − cost is %(given)s. Bring cost or profit.") % {"given": given}, field="profit"
                )
        if "profit" in cells:
            cells["cost"] = str(col.decimal(cells["revenue"]) - col.decimal(cells.pop("profit")))
        cells.setdefault("cost", "0")
        try:
            fits(_field("cost"), col.decimal(cells["cost"]))
        except CellError as error:
            raise RuleBroken(str(error), field="cost") from error
        if not FIRST_DAY <= dt.date.fromisoformat(cells["date"]) <= LAST_DAY:
            raise RuleBroken(_("This date cannot be right."), field="date")

    def identity(self, cells: Cells) -> str:
        """A sale is one whether the file says so or not."""
        return digest(
            {name: said for name, said in cells.items() if name != "kind" or said not in {None, EntryKind.SALE}}
        )

    def day(self, cells: Cells) -> dt.date | None:
        return col.day(cells["date"])

    def _too_large(self, work: Work) -> bool:
        """Refuses the lines whose amounts no sum could hold at the rate of their day."""
        large = sql.write(SQL / "205_ledger_too_large.sql", {"limit": BASE_LIMIT})
        for row in large:
            name = "revenue" if row["is_revenue"] else "cost"
            said = _("This amount is too large at the rate of its day (%(rate)s).") % {"rate": row["rate"]}
            work.report.refuse(row["line"], name, row[name], said)
        return bool(large)

    def write_all(self, work: Work) -> bool:
        hidden = sql.select_over(
            SQL / "210_ledger_hidden.sql", Account.objects.visible_to(work.actor).order_by().values("id"), {}
        )
        for row in hidden:
            work.report.refuse(row["line"], "external_id", row["external_id"], _("This id is taken by another row."))
        large = self._too_large(work)
        if (hidden or large) and not work.order.partial:
            return True
        who = {"now": work.now, "actor": work.actor.pk}
        work.report.updated = sql.run_step(SQL / "220_ledger_update.sql", who).rows
        added = sql.write(SQL / "230_ledger_insert.sql", {"now": work.now})
        work.report.created = sum(row["entries"] for row in added)
        for rows in batches(added):
            accounts = Account.objects.filter(pk__in=[row["account_id"] for row in rows])
            tell(work, "ledger.added", list(accounts))
        return True
