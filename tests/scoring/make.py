"""Rows to score, made in one line each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account, Visit
from care.models import Complaint
from scoring.models import LedgerEntry, ScoringRun, TierDecision, TierPolicy
from scoring.queries.nights import covering
from scoring.queries.place import place
from scoring.services import night_now, policy_activate
from teams.models import User
from tests.cast import make_account

DATE = dt.date(2026, 3, 31)


def book(account: Account, revenue: Any = 1000, cost: Any = 400, date: dt.date = DATE, **fields: Any) -> LedgerEntry:
    """One ledger entry; by default on the business date."""
    fields = {"currency": "CNY", **fields}
    return LedgerEntry.objects.create(account=account, date=date, revenue=revenue, cost=cost, **fields)


def book_months(account: Account, profit: Any, months: int, last: dt.date = DATE) -> None:
    """`profit` in all, spread over the `months` calendar months that end with `last`."""
    part = (Decimal(profit) / months).quantize(Decimal("0.01"))
    for back in range(months):
        year, month = divmod(last.year * 12 + last.month - 1 - back, 12)
        book(account, part if back else Decimal(profit) - part * (months - 1), 0, dt.date(year, month + 1, 1))


def earners(owner: User, *profits: Any, months: int = 1) -> list[Account]:
    """An account for each profit, in this order of age."""
    accounts = [make_account(owner, f"Account {number}") for number, _ in enumerate(profits)]
    for account, profit in zip(accounts, profits, strict=True):
        book_months(account, profit, months)
    return accounts


def visit(account: Account, minutes: int = 60, day: dt.date = DATE, **fields: Any) -> Visit:
    """A logged visit at noon (UTC) by the account's owner."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)), dt.UTC)
    fields = {"by": account.owner, "state": "logged", "currency": "CNY", "starts_at": noon, **fields}
    return Visit.objects.create(account=account, minutes=minutes, **fields)


def complaint(account: Account, day: dt.date = DATE, **fields: Any) -> Complaint:
    """Received at noon (UTC), handled by the account's owner."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)), dt.UTC)
    fields = {"handler": account.owner, "text": "x", "currency": "CNY", "due_at": noon, **fields}
    return Complaint.objects.create(account=account, received_at=noon, **fields)


def night(date: dt.date = DATE) -> ScoringRun:
    return night_now(date)[0]


def policy(**values: Any) -> TierPolicy:
    """The active policy, with other values."""
    TierPolicy.objects.filter(state="active").update(**values)
    return TierPolicy.objects.get(state="active")


def put_in_force(draft: TierPolicy, *, actor: User | None, reason: str = "x", starts_on: Any = None) -> TierPolicy:
    """Activates `draft` as it is."""
    return policy_activate(draft, actor=actor, revision=draft.revision, reason=reason, starts_on=starts_on)


def decision(account: Account, date: dt.date = DATE) -> TierDecision:
    """What stood about `account` in the night of `date`, with its place in that night's ranking."""
    return placed(decisions(date).filter(account=account), date)[0]


def decisions(date: dt.date = DATE) -> QuerySet[TierDecision]:
    """All that stood in the night of `date`."""
    return TierDecision.objects.filter(covering(date))


def placed(rows: QuerySet[TierDecision], date: dt.date = DATE) -> list[TierDecision]:
    """The rows with rank, share above and distances of that night."""
    return place(list(rows), ScoringRun.objects.select_related("policy").get(business_date=date), distances=True)


def tiers(accounts: list[Account], date: dt.date = DATE) -> list[str]:
    """The tier of each of `accounts` on that night, in their order."""
    found = dict(decisions(date).values_list("account_id", "tier"))
    return [found[account.pk] for account in accounts]
