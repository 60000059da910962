from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline.models import Competitor
from wallet import services
from wallet.models import Estimate
from wallet.services import PartSpec

from .base import Cells
from .one_by_one import OneByOne, account_named, person_named

_PART = re.compile(r"(?P<name>.+?)\s*[:：]\s*(?P<share>\d{1,3}(?:[.,]\d+)?)\s*[%％]?", re.ASCII)


class Wallets(OneByOne):
    """What accounts spend in twelve months, and with whom; told apart by account, last day and the day it was heard.
    Kept, never edited.

    `competitors` has a line (or, on one line, parts between semicolons) for each: "Huawei: 30 %", or a name alone.
    """

    name = "wallets"
    columns = {
        column.target: column
        for column in (
            col.text("account", Account._meta.get_field("name")),
            col.external_id(Account._meta.get_field("external_id"), "account_external_id"),
            col.date("until"),
            col.money("amount", Estimate._meta.get_field("amount")),
            col.currency(),
            col.choice("source", "wallet_source", soft=False),
            col.text("contact", Contact._meta.get_field("name")),
            col.date("heard_on"),
            col.text("heard_by"),
            col.long_text("competitors"),
            col.long_text("note"),
        )
    }
    required = (("account", "account_external_id"), ("until",), ("amount",))

    def identity(self, cells: Cells) -> str:
        whose = cells.get("account_external_id") or fold(cells.get("account") or "")
        return f"{whose}\n{cells['until']}\n{cells.get('heard_on') or ''}"

    def find(self, row: Row, work: Work) -> Estimate | None:
        cells = row.cells
        rows = Estimate.objects.counting().filter(account=account_named(row, work), until=cells["until"])
        if cells.get("heard_on"):
            rows = rows.filter(heard_on=cells["heard_on"])
        return rows.prefetch_related("parts").first()

    def save(self, row: Row, there: Estimate | None, work: Work) -> Estimate:
        account = account_named(row, work)
        parts = _parts(row.cells.get("competitors") or "")
        amount = col.decimal(row.cells["amount"])
        if there is not None:
            _refuse_another(there, amount, parts)
            return there
        return services.estimate_add(
            actor=work.actor, account=account, amount=amount, parts=parts,
            until=dt.date.fromisoformat(row.cells["until"]), **_said(row, account, work),
        )  # fmt: skip


def _said(row: Row, account: Account, work: Work) -> dict[str, Any]:
    cells = row.cells
    currency = cells.get("currency") or work.settings.currency
    said: dict[str, Any] = {"currency": currency, "note": cells.get("note") or ""}
    if cells.get("source"):
        said["source"] = cells["source"]
    if cells.get("heard_on"):
        said["heard_on"] = col.day(cells["heard_on"])
    if cells.get("heard_by"):
        said["heard_by"] = person_named(cells["heard_by"], work, "heard_by")
    if cells.get("contact"):
        said["contact"] = _contact(cells["contact"], account)
    return said


def _contact(name: str, account: Account) -> Contact:
    found = list(Contact.objects.filter(account=account, archived_at=None, name__iexact=name)[:2])
    if len(found) != 1:
        raise RuleBroken(_("Nobody at this account is called so, or several are."), field="contact")
    return found[0]


def _parts(typed: str) -> list[PartSpec]:
    """RuleBroken: a competitor who is not kept."""
    lines = typed.splitlines() if "\n" in typed.strip() else re.split("[;；]", typed)
    return [_part(line.strip()) for line in lines if line.strip()]


def _part(line: str) -> PartSpec:
    matched = _PART.fullmatch(line)
    name, share = (matched["name"], matched["share"]) if matched else (line, None)
    found = Competitor.objects.filter(name__iexact=name).first()
    if found is None:
        refusal = _("There is no competitor “%(name)s”. Import him first.") % {"name": name}
        raise RuleBroken(refusal, field="competitors")
    return PartSpec(found, None if share is None else Decimal(share.replace(",", ".")) / 100)


def _refuse_another(there: Estimate, amount: Decimal, parts: list[PartSpec]) -> None:
    kept = {part.competitor_id: part.share for part in there.parts.all()}
    if there.amount != amount or kept != {part.competitor.pk: part.share for part in parts}:
        raise RuleBroken(_("An estimate of this day is kept already, with other figures. Estimates are never edited."))
