"""Opportunities and moves for the pages of other rooms, and sums for lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Lag

from accounts.models import Account
from foundation.compiled import bring
from pipeline.choices import Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import cents
from teams.models import Company, User

from .figures import Sum as Total
from .periods import OPEN

_OF_A_MOVE = ("kind", "amount_after", "currency", "at", "reason", "note", "opportunity__name")


@dataclass(frozen=True)
class OpenWorth:
    """Open opportunities: how many, and their amount in `currency`; None of none."""

    count: int
    amount: Decimal | None
    currency: str


def opportunities_of(account: Account, user: Any) -> QuerySet[Opportunity]:
    """What `user` may see of the account's opportunities: open ones by their expected day, then the latest decided."""
    rows = Opportunity.objects.visible_to(user).live().filter(account=account).select_related("stage")
    first = Case(When(status=Status.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(first, F("closed_on").desc(), F("expected_close_on").asc(nulls_last=True), "-id")


def moves_of(account: Account) -> QuerySet[Move]:
    """All moves of the account's opportunities, the latest first, once the caller may see it: with the names of what
    they tell of (`from_name`, `to_name`, `by_name`, `from_owner_name`, `owner_name`), and nothing else of it.

    Names by subqueries: to plan five more joins takes longer than to read the rows.
    """
    rows = Move.objects.filter(opportunity__account=account, opportunity__archived_at=None)
    told = rows.select_related("opportunity").only(*_OF_A_MOVE)
    return bring(told, (_with_names, Stage.name_column())).order_by("-at", "-id")


def _with_names(moves: QuerySet[Move], stage_name: str) -> QuerySet[Move]:
    stages, people = Stage.objects.values(stage_name), User.objects.values("name")
    return moves.annotate(
        from_name=Subquery(stages.filter(pk=OuterRef("from_stage"))),
        to_name=Subquery(stages.filter(pk=OuterRef("to_stage"))),
        by_name=Subquery(people.filter(pk=OuterRef("by"))),
        from_owner_name=Subquery(people.filter(pk=OuterRef("from_owner"))),
        owner_name=Subquery(people.filter(pk=OuterRef("owner"))),
    )


def history(opportunity: Opportunity) -> QuerySet[Move]:
    """The opportunity's moves, the latest first, each with the currency of its amount before (`currency_before`)."""
    before = Window(Lag("currency"), order_by=[F("at").asc(), F("id").asc()])
    rows = Move.objects.filter(opportunity=opportunity)
    rows = rows.select_related("from_stage", "to_stage", "by", "owner", "team", "from_owner", "from_team")
    return rows.annotate(currency_before=before).order_by("-at", "-id")


def steps_due(rows: QuerySet[Opportunity], today: dt.date) -> QuerySet[Opportunity]:
    """Open ones of `rows` whose next step is due on `today` or overdue, the oldest first."""
    due = rows.filter(OPEN, archived_at=None, next_step_on__lte=today)
    return due.select_related("account", "stage", "owner").order_by("next_step_on", "id")


def with_open_worth(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Each row with what all open ones of `rows` are worth, for `open_worth`: no query of its own."""
    return rows.annotate(
        open_count=Window(Count("pk", filter=OPEN)),
        open_own=Window(Sum("amount", filter=OPEN)),
        open_base=Window(Sum("amount_base", filter=OPEN)),
        open_first=Window(Min("currency", filter=OPEN)),
        open_last=Window(Max("currency", filter=OPEN)),
    )


def open_worth(rows: Sequence[Any]) -> OpenWorth:
    """Of rows `with_open_worth`: in their own currency where they share one, else in the base currency."""
    if not rows or not rows[0].open_count:
        return OpenWorth(0, None, "")
    row = rows[0]
    if row.open_first == row.open_last:
        return OpenWorth(row.open_count, row.open_own, row.open_first)
    return OpenWorth(row.open_count, cents(row.open_base), Company.current().base_currency)


def total(rows: QuerySet[Opportunity]) -> Total:
    """Count, worth and weighted worth of `rows` (base currency): won ones weigh in full, lost ones nothing."""
    share = Case(
        When(status=Status.WON, then=Value(Decimal(100))),
        When(status=Status.LOST, then=Value(Decimal(0))),
        default=F("stage__probability"),
    )
    weighted = Sum(F("amount_base") * share / 100)
    found = rows.order_by().aggregate(count=Count("pk"), amount=Sum("amount_base"), weighted=weighted)
    return Total(found["count"], cents(found["amount"]), cents(found["weighted"]))
