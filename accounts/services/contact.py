from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.models import Account, Contact, ContactRole
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from teams.models import User

from .facts import lock_account
from .loops import refuse_loop

_FOLLOWING = {"sort_key", "search_text"}


@transaction.atomic
def contact_create(*, actor: User, account: Account, name: str, roles: Iterable[str] = (), **fields: Any) -> Contact:
    """A new person at `account` with the given roles (values of ContactRoleKind). RuleBroken as `contact_update`."""
    account = lock_account(account.pk)
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    contact = Contact(account=account, **consistent(Contact(), {"name": name, **fields}))
    _check_superior(contact, contact.reports_to)
    with unique_or_refused(contact_external_id="external_id"):
        contact.save(force_insert=True)
    _set_roles(contact, set(), set(roles))
    record(actor=actor, verb="contact.created", subject=contact, account_id=account.pk)
    return contact


@transaction.atomic
def contact_update(
    contact: Contact, *, actor: User, version: int, roles: Iterable[str] | None = None, **fields: Any
) -> Contact:
    """Writes what differs; `roles`, if given, replace the roles there are. StaleEdit if `version` is old.

    RuleBroken for a superior at another account or a circle of superiors, a taken external id, an empty name.
    """
    changes = differences(contact, consistent(contact, fields))
    if "reports_to" in changes:
        _check_superior(contact, changes["reports_to"])
    held = set(contact.roles.values_list("role", flat=True))
    wanted = held if roles is None else set(roles)
    if not changes and wanted == held:
        return contact
    told = changes_of(contact, {name: new for name, new in changes.items() if name not in _FOLLOWING})
    with unique_or_refused(contact_external_id="external_id"):
        contact = save_edit(contact, version, changes)
    _set_roles(contact, held, wanted)
    if wanted != held:
        told["roles"] = [sorted(held), sorted(wanted)]
    record(actor=actor, verb="contact.updated", subject=contact, account_id=contact.account_id, changes=told)
    return contact


def contact_archive(contact: Contact, *, actor: User, version: int) -> Contact:
    """The person left, or is no longer ours to talk to: roles stop counting as covered, visits stay."""
    return _set_archived(contact, actor, version, "contact.archived", archive=True)


def contact_unarchive(contact: Contact, *, actor: User, version: int) -> Contact:
    return _set_archived(contact, actor, version, "contact.unarchived", archive=False)


@transaction.atomic
def _set_archived(contact: Contact, actor: User, version: int, verb: str, *, archive: bool) -> Contact:
    if (contact.archived_at is not None) == archive:
        return contact
    contact = save_edit(contact, version, {"archived_at": timezone.now() if archive else None})
    record(actor=actor, verb=verb, subject=contact, account_id=contact.account_id)
    return contact


def consistent(contact: Contact, fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` and what follows from them on `contact`. RuleBroken for an empty name, a birthday that is none."""
    if "birthday" in fields:
        fields = fields | {"birthday": rules.birthday(fields["birthday"])}
    known_by = ("name", "title", "department", "external_id")
    return fields | rules.names(*(fields.get(name, getattr(contact, name)) for name in known_by))


def _check_superior(contact: Contact, superior: Contact | None) -> None:
    if superior is None:
        return
    if superior.account_id != contact.account_id:
        raise RuleBroken(_("The superior belongs to another account."), field="reports_to")
    refuse_loop(contact, "reports_to", superior)


def _set_roles(contact: Contact, held: set[str], wanted: set[str]) -> None:
    if gone := held - wanted:
        contact.roles.filter(role__in=gone).delete()
    new = [ContactRole(account_id=contact.account_id, contact=contact, role=role) for role in wanted - held]
    ContactRole.objects.bulk_create(new, ignore_conflicts=True)
