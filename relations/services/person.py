"""What we know of a person is written: the relation, who of us knows them, the assessment."""

from __future__ import annotations

from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Influence, Stance
from accounts.models import Account, Contact
from accounts.queries.colleague import who_sees
from accounts.services import lock_writable
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.services import changes_of, record
from relations.choices import BuyerType, Closeness, Level
from relations.models import Acquaintance, Assessment, Profile
from teams.models import User
from teams.visibility import of_team_q

Kept = TypeVar("Kept", Profile, Assessment)


class Told(TypedDict, total=False):
    """Of the relation to a person."""

    influence: int
    stance: str
    cares_about: str
    hobbies: str


class Judged(TypedDict, total=False):
    """Of the assessment of a person."""

    self_control: str
    others_control: str
    buyer_type: str
    shared: str
    blind: str
    protected: str
    unknown: str


@transaction.atomic
def profile_set(*, actor: User, contact: Contact, version: int = 0, **told: Unpack[Told]) -> Profile:
    """Writes what differs; `version` is that of the row that was seen, 0 for none. StaleEdit: written since."""
    _one_of("influence", told, Influence.values)
    _one_of("stance", told, Stance.values)
    return _keep(Profile, actor, contact, version, dict(told))


@transaction.atomic
def assessment_set(*, actor: User, contact: Contact, version: int = 0, **judged: Unpack[Judged]) -> Assessment:
    """As `profile_set`, by people of the account's team alone. The event says that somebody wrote, never what."""
    if not Contact.objects.filter(of_team_q(actor, "account__"), pk=contact.pk).exists():
        raise Forbidden(_("Assessments are the account's team's alone."))
    for axis in ("self_control", "others_control"):
        _one_of(axis, judged, ["", *Level.values])
    _one_of("buyer_type", judged, ["", *BuyerType.values])
    return _keep(Assessment, actor, contact, version, dict(judged), is_told=False)


@transaction.atomic
def acquaintance_set(
    *, actor: User, contact: Contact, person: User, closeness: int, note: str = "", version: int = 0
) -> Acquaintance:
    """`person` of ours knows `contact` so well; `version` is that of what was said of the two before, 0 for nothing.

    StaleEdit: somebody changed it since. RuleBroken: an archived contact or account; somebody who is named anew is
    noted already, works here no longer, or does not see the account.
    """
    _refuse_archived(contact)
    _one_of("closeness", {"closeness": closeness}, Closeness.values)
    account = lock_writable(contact.account_id)
    said = {"closeness": closeness, "note": note}
    row = Acquaintance.objects.filter(contact=contact, person=person).first()
    if row is None:
        _check_ours(person, account)
        row = Acquaintance.objects.create(contact=contact, person=person, **said)
        changes: dict[str, Any] = {name: [None, value] for name, value in said.items()}
    else:
        if not version:
            raise RuleBroken(_("%(name)s is noted here already. Change that entry.") % {"name": person}, field="person")
        if row.version != version:
            raise StaleEdit(row)
        wanted = differences(row, said)
        if not wanted:
            return row
        changes = changes_of(row, wanted)
        row = save_edit(row, version, wanted)
    told = {"contact": str(contact), "person": str(person), **changes}
    record(actor=actor, verb="acquaintance.set", subject=row, account_id=contact.account_id, changes=told)
    return row


@transaction.atomic
def acquaintance_remove(row: Acquaintance, *, actor: User, version: int | None = None) -> None:
    """They do not know each other after all, or no more. StaleEdit if a `version` is told and old; twice is once."""
    account = lock_writable(row.contact.account_id)
    there = Acquaintance.objects.select_related("contact", "person").filter(pk=row.pk).first()
    if there is None:
        return
    if version not in (None, there.version):
        raise StaleEdit(there)
    told = {"contact": str(there.contact), "person": str(there.person)}
    record(actor=actor, verb="acquaintance.removed", subject=there, account_id=account.pk, changes=told)
    there.delete()


def _keep(
    model: type[Kept], actor: User, contact: Contact, version: int, fields: dict[str, Any], *, is_told: bool = True
) -> Kept:
    """The one row of `model` about `contact`, made or edited. The account is locked: two firsts are no two rows."""
    _refuse_archived(contact)
    lock_writable(contact.account_id)
    row = model.objects.filter(contact=contact).first()
    if row is None:
        row = model(contact=contact, **fields)
        row.save(force_insert=True)
        told: dict[str, Any] = {}
    else:
        if row.version != version:
            raise StaleEdit(row)
        wanted = differences(row, fields)
        if not wanted:
            return row
        told = changes_of(row, wanted)
        row = save_edit(row, version, wanted)
    verb = f"{model._meta.model_name}.written"
    record(actor=actor, verb=verb, subject=row, account_id=contact.account_id, changes=told if is_told else {})
    return row


def _check_ours(person: User, account: Account) -> None:
    if not person.is_active:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": person}, field="person")
    if not who_sees(account).filter(pk=person.pk).exists():
        raise RuleBroken(_("%(name)s does not see this account.") % {"name": person}, field="person")


def _refuse_archived(contact: Contact) -> None:
    if contact.archived_at:
        raise RuleBroken(_("This contact is archived."), field="contact")


def _one_of(name: str, told: Any, values: list[Any]) -> None:
    if name in told and told[name] not in values:
        raise RuleBroken(_("No such choice."), field=name)
