"""What a phone takes along for visits without network: no more than its owner's own next days need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import Account, Contact, Visit

from .visit import between, planned

MOST = 500
AHEAD = dt.timedelta(days=7)


def plans_to_take(user: Any, today: dt.date) -> QuerySet[Visit]:
    """The reader's planned visits up to a week ahead, the earliest first."""
    rows = planned(Visit.objects.visible_to(user)).filter(by=user, account__archived_at=None)
    return between(rows, last=today + AHEAD).select_related("account").order_by("starts_at", "id")


def accounts_to_take(user: Any, today: dt.date) -> QuerySet[Account]:
    """His own accounts and those of these visits, by name; each with `people` whom one meets there ({"id", "name"})."""
    people = Contact.objects.filter(account=OuterRef("pk"), archived_at=None).order_by("sort_key", "pk")
    visited = plans_to_take(user, today).order_by().values("account")
    rows = Account.objects.visible_to(user).filter(Q(owner=user) | Q(pk__in=visited), archived_at=None)
    named = rows.annotate(people=ArraySubquery(people.values(data=JSONObject(id="pk", name="name"))))
    return named.order_by("sort_key", "pk")
