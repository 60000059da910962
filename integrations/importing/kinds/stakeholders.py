from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.choices import Influence
from accounts.models import Contact
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.models import Opportunity, Stakeholder

from .base import Cells
from .one_by_one import OneByOne, deal_named, person_named


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


class Stakeholders(OneByOne):
    """Who has a say in which deal, told apart by deal and contact. The deal is named by its external id, the contact by
    its own, or by a name at the deal's account."""

    name = "stakeholders"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field(Opportunity, "external_id"), "opportunity"),
            col.text("contact", _field(Contact, "name")),
            col.external_id(_field(Contact, "external_id"), "contact_external_id"),
            col.choices("roles", "role"),
            col.choice("influence", "influence", soft=False),
            col.choice("stance", "stance", soft=False),
            col.text("need", _field(Stakeholder, "need")),
            col.text("holder"),
        )
    }
    required = (("opportunity",), ("contact", "contact_external_id"))

    def identity(self, cells: Cells) -> str:
        whom = cells.get("contact_external_id") or fold(cells.get("contact") or "")
        return f"{cells['opportunity']}\n{whom}"

    def find(self, row: Row, work: Work) -> Stakeholder | None:
        deal = deal_named(row, work)
        return Stakeholder.objects.filter(opportunity=deal, contact=_contact(row, deal, work)).first()

    def save(self, row: Row, there: Stakeholder | None, work: Work) -> Stakeholder:
        said = _said(row, work)
        if there is not None:
            return services.stakeholder_update(there, actor=work.actor, version=there.version, **said)
        deal = deal_named(row, work)
        return services.stakeholder_create(
            actor=work.actor, opportunity=deal, contact=_contact(row, deal, work), **said
        )


def _said(row: Row, work: Work) -> Any:
    """What the file says of the person; of a blank cell that may erase, what nothing is."""
    cells, said = row.cells, {}
    if "roles" in cells:
        said["roles"] = cells["roles"] or []
    if cells.get("influence"):
        said["influence"] = Influence[cells["influence"].upper()]
    if cells.get("stance"):
        said["stance"] = cells["stance"]
    if "need" in cells:
        said["need"] = cells["need"] or ""
    if "holder" in cells:
        said["holder"] = person_named(cells["holder"], work, "holder")
    return said


def _contact(row: Row, deal: Opportunity, work: Work) -> Contact:
    """The one of the deal's account; RuleBroken: none, or several of that name."""
    there = Contact.objects.visible_to(work.actor).filter(account=deal.account_id, archived_at=None)
    if external_id := row.cells.get("contact_external_id"):
        named = list(there.filter(external_id=external_id))
    else:
        named = list(there.filter(name__iexact=row.cells["contact"])[:2])
    if len(named) != 1:
        raise RuleBroken(_("Nobody at the deal's account is called so, or several are."), field="contact")
    return named[0]
