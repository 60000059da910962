from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, TypeVar

from django.db.models import Case, Count, DateField, Func, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate

from accounts.choices import CustomerStage
from accounts.models import Account, Cadence

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Counts(TypedDict):
    total: int
    overdue: int


class _DayPlus(Func):
    """date + integer, which PostgreSQL knows as a date."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


def with_visit_due(accounts: Rows) -> Rows:
    """Adds `visit_due_on`: the last visit (or the account's first day) plus the days of its tier's cadence.

    Nobody is waited for at an account that is archived or filtered out: its `visit_due_on` is null.
    """
    since = Coalesce("last_visit_on", TruncDate("created_at"))
    kept = Q(archived_at__isnull=True) & ~Q(stage=CustomerStage.FILTERED)
    days = Cadence.objects.filter(tier=OuterRef("tier")).values("days")
    return accounts.annotate(visit_due_on=Case(When(kept, then=_DayPlus(since, Subquery(days)))))


def family(head: Account, accounts: QuerySet[Account]) -> set[int]:
    """Ids of `head` and of everything below it, reached through `accounts` alone: those that the reader may see."""
    found, latest = {head.pk}, {head.pk}
    while latest:
        below = accounts.filter(parent__in=latest, archived_at__isnull=True).order_by().values_list("pk", flat=True)
        latest = set(below) - found
        found |= latest
    return found


def overdue(accounts: Rows, today: dt.date) -> Rows:
    """Accounts whose next visit was due before `today`."""
    return with_visit_due(accounts).filter(visit_due_on__lt=today)


def counts(accounts: QuerySet[Account], today: dt.date) -> Counts:
    """How many accounts there are that are not archived, and how many of them are overdue for a visit."""
    rows = with_visit_due(accounts.filter(archived_at=None).order_by())
    return rows.aggregate(total=Count("pk"), overdue=Count("pk", filter=Q(visit_due_on__lt=today)))  # type: ignore[return-value]


def for_list(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With what a row of the list shows."""
    return with_visit_due(accounts.select_related("owner", "team")).defer("notes", "search_text")


def with_visible_parent(accounts: QuerySet[Account], user: Any) -> QuerySet[Account]:
    """Adds `seen_parent_id` and `seen_parent_name`: the parent company where the reader may see it, else null."""
    parent = Account.objects.visible_to(user).filter(pk=OuterRef("parent_id"))
    return accounts.annotate(
        seen_parent_id=Subquery(parent.values("pk")), seen_parent_name=Subquery(parent.values("name"))
    )


def industries(accounts: QuerySet[Account]) -> list[str]:
    """The industries that occur, in order."""
    rows = accounts.exclude(industry="").order_by("industry").values_list("industry", flat=True)
    return list(rows.distinct()[:200])
