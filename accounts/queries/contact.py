from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from accounts.choices import ContactRoleKind
from accounts.models import Account, Contact, ContactRole


def with_roles(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Adds `role_kinds`, the list of the roles each contact plays, in the order of the trade."""
    roles = ContactRole.objects.filter(contact=OuterRef("pk")).order_by("role").values("role")
    return contacts.annotate(role_kinds=ArraySubquery(roles))


def people_of(account: Account) -> QuerySet[Contact]:
    """Everybody who is there now, with roles, by name."""
    return with_roles(Contact.objects.filter(account=account, archived_at=None))


def uncovered_roles(people: Iterable[Contact]) -> list[ContactRoleKind]:
    """Roles that none of `people` (as `people_of` gives them) plays: each is a red flag."""
    covered = {role for contact in people for role in contact.role_kinds}  # type: ignore[attr-defined]
    return [role for role in ContactRoleKind if role not in covered]
