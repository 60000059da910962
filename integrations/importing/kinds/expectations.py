from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from dossier import services
from dossier.models import Expectation
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work

from .base import Cells
from .contracts import account_named
from .one_by_one import OneByOne, person_named


class Expectations(OneByOne):
    """What customers expect now, told apart by account and text. What is over, and what came of what, stays with us."""

    name = "expectations"
    columns = {
        column.target: column
        for column in (
            col.text("account", Account._meta.get_field("name")),
            col.external_id(Account._meta.get_field("external_id"), "account_external_id"),
            col.text("text", Expectation._meta.get_field("text")),
            col.date("heard_on"),
            col.text("heard_by"),
            col.text("contact", Contact._meta.get_field("name")),
            col.choice("met", "met", soft=False),
        )
    }
    required = (("account", "account_external_id"), ("text",))

    def identity(self, cells: Cells) -> str:
        return f"{cells.get('account_external_id') or fold(cells.get('account') or '')}\n{fold(cells['text'])}"

    def find(self, row: Row, work: Work) -> Expectation | None:
        there = Expectation.objects.filter(account=account_named(row, work), ended_on=None)
        return there.filter(text__iexact=row.cells["text"]).select_related("account", "heard_by", "contact").first()

    def save(self, row: Row, there: Expectation | None, work: Work) -> Expectation:
        account = account_named(row, work)
        said = _said(row, account, work)
        if there is None:
            return services.expectation_add(actor=work.actor, account=account, text=row.cells["text"], **said)
        return services.expectation_update(there, actor=work.actor, version=there.version, **said)


def _said(row: Row, account: Account, work: Work) -> dict[str, Any]:
    cells = row.cells
    said: dict[str, Any] = {}
    if cells.get("heard_on"):
        said["heard_on"] = col.day(cells["heard_on"])
    if cells.get("heard_by"):
        said["heard_by"] = person_named(cells["heard_by"], work, "heard_by")
    if cells.get("contact"):
        said["contact"] = _contact(cells["contact"], account)
    if cells.get("met"):
        said["met"] = cells["met"]
    return said


def _contact(name: str, account: Account) -> Contact:
    found = list(Contact.objects.filter(account=account, archived_at=None, name__iexact=name)[:2])
    if len(found) != 1:
        raise RuleBroken(_("Nobody at this account is called so, or several are."), field="contact")
    return found[0]
