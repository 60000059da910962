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
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, contact_named, person_named, whose


class Expectations(OneByOne):
    """What customers expect, told apart by account and text; what is over by its days, too, and kept as it was."""

    name = "expectations"
    is_for_everybody = True
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.text("text", column_of(Expectation, "text")),
            col.date("heard_on"),
            col.text("heard_by"),
            col.text("contact", column_of(Contact, "name")),
            col.choice("met", "met", soft=False),
            col.date("ended_on"),
        )
    }
    required = (("account", "account_external_id"), ("text",))

    def identity(self, cells: Cells) -> str:
        days = f"{cells.get('heard_on')}\n{cells['ended_on']}" if cells.get("ended_on") else ""
        return f"{whose(cells)}\n{fold(cells['text'])}\n{days}"

    def find(self, row: Row, work: Work) -> Expectation | None:
        cells, there = row.cells, Expectation.objects.filter(account=account_named(row, work))
        there = there.filter(text__iexact=cells["text"]).select_related("account", "heard_by", "contact")
        if not cells.get("ended_on"):
            return there.filter(ended_on=None).first()
        if cells.get("heard_on"):
            there = there.filter(heard_on=cells["heard_on"])
        return there.order_by("-ended_on").first()

    def save(self, row: Row, there: Expectation | None, work: Work) -> Expectation:
        account = account_named(row, work)
        said, ended_on = _said(row, account, work), col.day(row.cells.get("ended_on"))
        if there is None:
            said["ended_on"] = ended_on
            return services.expectation_add(actor=work.actor, account=account, text=row.cells["text"], **said)
        if there.ended_on != ended_on:
            raise RuleBroken(_("It is not over, or since another day: say so on its page."), field="ended_on")
        if there.ended_on:
            return there
        return services.expectation_update(there, actor=work.actor, version=there.version, **said)


def _said(row: Row, account: Account, work: Work) -> dict[str, Any]:
    cells = row.cells
    said: dict[str, Any] = {}
    if cells.get("heard_on"):
        said["heard_on"] = col.day(cells["heard_on"])
    if cells.get("heard_by"):
        said["heard_by"] = person_named(cells["heard_by"], work, "heard_by")
    if cells.get("contact"):
        said["contact"] = contact_named(row, account)
    if cells.get("met"):
        said["met"] = cells["met"]
    return said
