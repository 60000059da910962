"""Who has a say at the customer in this deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Contact
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from pipeline.models import Opportunity, Stakeholder
from teams.models import User

from .history import refuse_archived


class Said(TypedDict, total=False):
    """What is known of a stakeholder."""

    roles: Sequence[str]
    influence: int
    stance: str
    need: str
    holder: User | None


@transaction.atomic
def stakeholder_create(*, actor: User, opportunity: Opportunity, contact: Contact, **said: Unpack[Said]) -> Stakeholder:
    """`contact` has a say in the deal. RuleBroken: a contact of another account or one who stands there already, a
    holder who left, an archived opportunity."""
    refuse_archived(opportunity)
    if opportunity.account_id is None or contact.account_id != opportunity.account_id:
        raise RuleBroken(_("Choose somebody of this deal's account."), field="contact")
    if contact.archived_at:
        raise RuleBroken(_("This contact is archived."), field="contact")
    _refuse_bad(dict(said))
    row = Stakeholder(opportunity=opportunity, contact=contact, **said)
    row.roles = _in_order(row.roles)
    with unique_or_refused(stakeholder_once="contact"):
        row.save(force_insert=True)
    _record(row, actor, "stakeholder.created", {"contact": str(contact), "roles": row.roles, "stance": row.stance})
    return row


@transaction.atomic
def stakeholder_update(row: Stakeholder, *, actor: User, version: int, **said: Unpack[Said]) -> Stakeholder:
    """Writes what differs. StaleEdit: somebody saved since `version`."""
    refuse_archived(row.opportunity)
    changes: dict[str, Any] = dict(said)
    if "roles" in changes:
        changes["roles"] = _in_order(changes["roles"])
    wanted = differences(row, changes)
    if not wanted:
        return row
    _refuse_bad(wanted)
    told = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    _record(row, actor, "stakeholder.updated", told)
    return row


@transaction.atomic
def stakeholder_remove(row: Stakeholder, *, actor: User) -> None:
    """Has no say in this deal after all. The contact stays."""
    refuse_archived(row.opportunity)
    _record(row, actor, "stakeholder.removed", {"contact": str(row.contact)})
    row.delete()


def _refuse_bad(said: dict[str, Any]) -> None:
    if not set(said.get("roles", [])) <= set(ContactRoleKind.values):
        raise RuleBroken(_("No such role."), field="roles")
    if said.get("influence", Influence.LOW) not in Influence.values:
        raise RuleBroken(_("Low, medium or high?"), field="influence")
    if said.get("stance", Stance.UNKNOWN) not in Stance.values:
        raise RuleBroken(_("For us, neutral, against us or unknown?"), field="stance")
    holder = said.get("holder")
    if holder and not holder.is_active:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": holder}, field="holder")


def _in_order(roles: Sequence[str]) -> list[str]:
    return [role for role in ContactRoleKind.values if role in roles] + sorted(set(roles) - set(ContactRoleKind.values))


def _record(row: Stakeholder, actor: User, verb: str, changes: dict[str, Any]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.opportunity.account_id, changes=changes)
