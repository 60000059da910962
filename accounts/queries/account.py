from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import NullIf

from accounts.choices import CustomerStage
from accounts.models import Account, Visit, VisitDue
from accounts.models.published_profit import UNRATED
from accounts.models.visit_due import NEVER
from accounts.queries.visit import between, planned
from accounts.queries.worth import by_worth
from foundation.paging import COUNT_LIMIT, Tally, tallies
from foundation.sql import select_over

Rows = TypeVar("Rows", bound=QuerySet[Any])
SQL = Path(__file__).resolve().parent.parent / "sql"


@dataclass(frozen=True)
class Counts:
    """Accounts that are not archived; those of them that are overdue for a visit, and those without a next step."""

    total: Tally
    overdue: Tally
    stepless: Tally


def with_visit_due(accounts: Rows) -> Rows:
    """Adds `visit_due_on`: the last visit (or the account's first day) plus the days of its tier's cadence.

    Nobody is waited for at an account that is archived or filtered out: its `visit_due_on` is null.
    """
    return accounts.annotate(visit_due_on=NullIf(F("visit_due__due_on"), Value(NEVER)))


def with_profit(accounts: Rows) -> Rows:
    """Adds `net_profit`: what scoring published, in the base currency; null for an account that is not rated."""
    return accounts.annotate(net_profit=NullIf(F("published_profit__amount"), Value(UNRATED)))


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
    return with_visit_due(accounts).filter(visit_due__due_on__lt=today)


def waiting_accounts(accounts: Rows, today: dt.date) -> Rows:
    """Overdue accounts in the order in which to see them: the best first, then those seen longest ago.

    Each with the moment of its next planned visit from `today` on (`planned_at`).
    """
    unseen = F("last_visit_on").asc(nulls_first=True)
    coming = between(planned(Visit.objects.filter(account=OuterRef("pk"))), first=today).order_by("starts_at", "pk")
    rows = overdue(accounts, today).annotate(planned_at=Subquery(coming.values("starts_at")[:1]))
    return rows.order_by(by_worth(), unseen, "id")


def stepless(accounts: Rows) -> Rows:
    """Accounts for which nobody has promised a next step, though somebody should."""
    return accounts.filter(next_step_on=None, archived_at=None).exclude(stage=CustomerStage.FILTERED)


def counts(reader: Any, today: dt.date) -> Counts:
    """One query, of which each part stops where nobody would read on.

    Nobody is waited for at an archived account: who is overdue is told by the days due alone, without the accounts.
    """
    rows = Account.objects.visible_to(reader).filter(archived_at=None)
    waited_for = VisitDue.objects.visible_to(reader).filter(due_on__lt=today)
    return Counts(**tallies(total=rows, overdue=waited_for, stepless=stepless(rows)))


def for_list(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With what a row of the list shows."""
    return with_profit(with_visit_due(accounts.select_related("owner", "team", "completeness"))).defer(
        "notes", "search_text"
    )


def with_visible_parent(accounts: QuerySet[Account], user: Any) -> QuerySet[Account]:
    """Adds `seen_parent_id` and `seen_parent_name`: the parent company where the reader may see it, else null."""
    parent = Account.objects.visible_to(user).filter(pk=OuterRef("parent_id"))
    return accounts.annotate(
        seen_parent_id=Subquery(parent.values("pk")), seen_parent_name=Subquery(parent.values("name"))
    )


def industries(accounts: QuerySet[Account]) -> list[str]:
    """The industries that occur, in order; in a very large company those among some of its accounts."""
    some = accounts.order_by().values("industry")[:COUNT_LIMIT]
    return [row["industry"] for row in select_over(SQL / "industries.sql", some, {})]
