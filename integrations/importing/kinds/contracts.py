from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account
from dossier import services
from dossier.models import Contract
from foundation.errors import RuleBroken
from integrations.importing import columns as col
from integrations.importing.linking import Named, find_accounts
from integrations.importing.plan import Row, Work

from .base import Cells
from .one_by_one import OneByOne, person_named

_LINES = ("title", "number", "notes")
_DAYS = ("signed_on", "starts_on", "ends_on")


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


class Contracts(OneByOne):
    """What was agreed with accounts that are there, told apart by external id."""

    name = "contracts"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field(Contract, "external_id")),
            col.text("account", _field(Account, "name")),
            col.external_id(_field(Account, "external_id"), "account_external_id"),
            col.text("title", _field(Contract, "title")),
            col.choice("kind", "contract_kind", soft=False),
            col.text("number", _field(Contract, "number")),
            col.date("signed_on"),
            col.date("starts_on"),
            col.date("ends_on"),
            col.whole_number("notice_days", _field(Contract, "notice_days")),
            col.choice("renews", "yes_no", soft=False),
            col.whole_number("renewal_months", _field(Contract, "renewal_months")),
            col.money("value", _field(Contract, "value")),
            col.currency(),
            col.text("owner"),
            col.text("notes", _field(Contract, "notes")),
        )
    }
    required = (("external_id",), ("account", "account_external_id"), ("title",), ("starts_on",))

    def identity(self, cells: Cells) -> str:
        return str(cells["external_id"])

    def find(self, row: Row, work: Work) -> Contract | None:
        there = Contract.objects.visible_to(work.actor).select_related("account")
        return there.filter(external_id=row.cells["external_id"]).first()

    def save(self, row: Row, there: Contract | None, work: Work) -> Contract:
        said = _said(row, work)
        account = account_named(row, work)
        if there is None:
            return services.contract_add(actor=work.actor, account=account, **said)
        if there.account_id != account.pk:
            raise RuleBroken(_("This contract is another account's."), field="account")
        return services.contract_update(there, actor=work.actor, version=there.version, **said)


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
    return {**said, "external_id": cells["external_id"]}


def account_named(row: Row, work: Work) -> Account:
    """RuleBroken: there is none, or several."""
    named = Named(row.cells.get("account_external_id") or "", row.cells.get("account") or "")
    _named, found = next(find_accounts(work.actor, [named]))
    if found.account_id is None:
        raise RuleBroken(_("There is no such account, or several are called so."), field="account")
    return Account.objects.get(pk=found.account_id)
