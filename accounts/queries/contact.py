from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Right

from accounts.choices import ContactRoleKind
from accounts.models import Account, Contact, ContactRole
from foundation.compiled import bring


def with_roles(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Adds `role_kinds`, the list of the roles each contact plays, in the order of the trade."""
    roles = ContactRole.objects.filter(contact=OuterRef("pk")).order_by("role").values("role")
    return contacts.annotate(role_kinds=ArraySubquery(roles))


def people_of(account: Account) -> QuerySet[Contact]:
    """Everybody who is there now, with roles, by name."""
    return bring(Contact.objects.filter(account=account, archived_at=None), (with_roles,))


def uncovered_roles(people: Iterable[Contact]) -> list[ContactRoleKind]:
    """Roles that none of `people` (as `people_of` gives them) plays: each is a red flag."""
    covered = {role for contact in people for role in contact.role_kinds}  # type: ignore[attr-defined]
    return [role for role in ContactRoleKind if role not in covered]


def with_birthday_within(people: QuerySet[Contact], today: dt.date, days: int) -> QuerySet[Contact]:
    """Those whose birthday is one of `days` days from `today` on, the next first. Who was born on a 29 February
    has his on the 28th in other years."""
    ahead = [today + dt.timedelta(days=n) for n in range(days)]
    keys = {f"{day:%m-%d}": n for n, day in reversed(list(enumerate(ahead)))}
    for day in ahead:
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            keys["02-29"] = keys["02-28"]
    in_days = Case(
        *(When(birthday__endswith=key, then=Value(n)) for key, n in keys.items()), output_field=IntegerField()
    )
    rows = people.filter(archived_at=None).exclude(birthday="").annotate(birthday_key=Right("birthday", 5))
    return rows.filter(birthday_key__in=list(keys)).annotate(in_days=in_days).order_by("in_days", "sort_key", "id")
