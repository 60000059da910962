from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject, TruncDate
from django.utils import timezone

from accounts.models import Account
from care.choices import Level
from care.models import Complaint, IcebergRule
from care.rules import Iceberg

SHOWN = 20
_COLUMNS = ("id", "level", "text", "due_at")


def with_open_complaints(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Brings the open complaints along, the most urgent first, so that `open_complaints_of` asks no more."""
    rows = Complaint.objects.open().filter(account=OuterRef("pk")).order_by("-level", "due_at", "id")
    told = JSONObject(**{name: name for name in _COLUMNS}, handler=F("handler__name"))
    return accounts.annotate(complaints_told=ArraySubquery(rows.values(told=told)[:SHOWN]))


def open_complaints_of(account: Any) -> list[dict[str, Any]]:
    """Of an account as `with_open_complaints` gives it: id, text, handler (his name), level_name and due_day."""
    return [
        {**told, "level_name": Level(told["level"]).label, "due_day": _day(told["due_at"])}
        for told in account.complaints_told
    ]


def _day(moment: str) -> dt.date:
    return timezone.localdate(dt.datetime.fromisoformat(moment))


def complaints_due(rows: QuerySet[Complaint], today: dt.date) -> QuerySet[Complaint]:
    """Open ones that are due by the end of the reader's `today`, each with `due_on`, its account and its handler."""
    found = rows.filter(closed_at=None, account__archived_at=None).annotate(due_on=TruncDate("due_at"))
    return found.filter(due_on__lte=today).select_related("account", "handler")


def for_list(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """With what a list shows; what is open first, and of that what is due first."""
    is_closed = Case(When(closed_at=None, then=0), default=1)
    return rows.select_related("account", "handler").order_by(is_closed, "due_at", "id")


def iceberg_of(rows: QuerySet[Complaint]) -> tuple[Iceberg, int]:
    """What these complaints stand for, and how many of them are open."""
    found = rows.order_by().aggregate(n=Count("pk"), closed=Count("closed_at"))
    rule = IcebergRule.objects.get(pk=1)
    return rule.of(found["n"]), found["n"] - found["closed"]
