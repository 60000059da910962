from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from dossier import services
from dossier.models import Contract
from foundation.columns import differences
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, person_named, whose

_LINES = ("title", "number", "notes")
_DAYS = ("signed_on", "starts_on", "ends_on")


class Contracts(OneByOne):
    """What was agreed with accounts that are there, told apart by external id; without one by account, title and first
    day. New ones may come terminated, and following another that is there; what is here is neither."""

    name = "contracts"
    is_for_everybody = True
    columns = {
        column.target: column
        for column in (
            col.external_id(column_of(Contract, "external_id")),
            *ACCOUNT,
            col.text("title", column_of(Contract, "title")),
            col.choice("kind", "contract_kind", soft=False),
            col.text("number", column_of(Contract, "number")),
            col.date("signed_on"),
            col.date("starts_on"),
            col.date("ends_on"),
            col.whole_number("notice_days", column_of(Contract, "notice_days")),
            col.choice("renews", "yes_no", soft=False),
            col.whole_number("renewal_months", column_of(Contract, "renewal_months")),
            col.money("value", column_of(Contract, "value")),
            col.currency(),
            col.text("owner"),
            col.text("notes", column_of(Contract, "notes")),
            col.external_id(column_of(Contract, "external_id"), "follows"),
            col.date("terminated_on"),
            col.text("end_note", column_of(Contract, "end_note")),
        )
    }
    required = (("account", "account_external_id"), ("title",), ("starts_on",))

    def identity(self, cells: Cells) -> str:
        return str(cells.get("external_id") or f"{whose(cells)}\n{fold(cells['title'])}\n{cells['starts_on']}")

    def find(self, row: Row, work: Work) -> Contract | None:
        there, cells = Contract.objects.visible_to(work.actor).select_related("account", "owner"), row.cells
        if row.external_id:
            return there.filter(external_id=row.external_id).first()
        there = there.filter(account=account_named(row, work), external_id="", title__iexact=cells["title"])
        return there.filter(starts_on=cells["starts_on"]).order_by("id").first()

    def save(self, row: Row, there: Contract | None, work: Work) -> Contract:
        said = _said(row, work)
        account = account_named(row, work)
        if there is None:
            return _added(row, account, said, work)
        if there.account_id != account.pk:
            raise RuleBroken(_("This contract is another account's."), field="account")
        if there.is_terminated and not differences(there, said):
            return there
        return services.contract_update(there, actor=work.actor, version=there.version, **said)


def _added(row: Row, account: Account, said: dict[str, Any], work: Work) -> Contract:
    follows = None
    if named := row.cells.get("follows"):
        follows = Contract.objects.filter(account=account, external_id=named).first()
        if follows is None:
            raise RuleBroken(_("There is no such contract of this account. Bring it first."), field="follows")
    new = services.contract_add(actor=work.actor, account=account, follows=follows, **said)
    if not row.cells.get("terminated_on"):
        return new
    ended: dict[str, Any] = {
        "terminated_on": col.day(row.cells["terminated_on"]),
        "end_note": row.cells.get("end_note") or "",
    }
    return services.contract_terminate(new, actor=work.actor, version=new.version, **ended)


def _said(row: Row, work: Work) -> dict[str, Any]:
    cells = row.cells
    said: dict[str, Any] = {name: cells[name] or "" for name in _LINES if name in cells}
    said |= {name: col.day(cells[name]) for name in _DAYS if name in cells}
    said |= {name: cells[name] for name in ("kind", "notice_days", "renewal_months") if cells.get(name) is not None}
    if cells.get("renews"):
        said["renews"] = cells["renews"] == "yes"
    if "value" in cells:
        said["value"] = None if cells["value"] is None else col.decimal(cells["value"])
        said["currency"] = cells.get("currency") or work.settings.currency
    if cells.get("owner"):
        said["owner"] = person_named(cells["owner"], work, "owner")
    return {**said, "external_id": row.external_id} if row.external_id else said
