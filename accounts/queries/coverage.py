"""How far the visits of the last twelve months kept to the cadence of each account's tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.choices import CustomerStage, Tier
from accounts.models import Account
from foundation import clock
from foundation.sql import rows_of, select_over

from .visit import company_zone

Rows = TypeVar("Rows", bound=QuerySet[Any])
SQL = Path(__file__).parent.parent / "sql"
MONTHS = 12
SHOWN = 10
TIERS = [*Tier.values, ""]
ANY, SHORT, EVEN, BEYOND = "any", "short", "even", "beyond"


@dataclass(frozen=True)
class Covered:
    """Visits that the cadence asked for, that were made and that are planned; accounts that got fewer or more.

    `made` = `done` + `extra`, `asked` = `done` + `missing`: what one account gets too much helps no other.
    """

    accounts: int = 0
    asked: int = 0
    made: int = 0
    done: int = 0
    planned: int = 0
    short: int = 0
    beyond: int = 0
    overdue: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.done

    @property
    def extra(self) -> int:
        return self.made - self.done

    @property
    def share(self) -> float | None:
        """Done ÷ asked; None where nothing was asked."""
        return self.done / self.asked if self.asked else None


class Owner(NamedTuple):
    """Whose line it is."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Coverage:
    """By tier in the order of their worth, by owner (most missing first), and the accounts furthest off."""

    since: dt.date
    total: Covered
    tiers: list[tuple[str, Covered]]
    owners: list[tuple[Owner, Covered]]
    short: list[tuple[Account, Covered]]
    beyond: list[tuple[Account, Covered]]


def coverage(accounts: QuerySet[Account], today: dt.date) -> Coverage:
    """Of those `accounts` that somebody should visit: two queries, whatever the size."""
    values = {**_window(today), "shown": SHOWN}
    rows = select_over(SQL / "coverage.sql", _chosen(accounts), values, through=SQL / "coverage_accounts.sql")
    of = {level: [row for row in rows if row["level"] == level] for level in ("3", "1", "2", SHORT, BEYOND)}
    tiers = {row["tier"]: _covered(row) for row in of["1"]}
    owners = [(Owner(row["id"], row["name"]), _covered(row)) for row in of["2"]]
    named = _named(accounts, [row["id"] for row in (*of[SHORT], *of[BEYOND])])
    return Coverage(
        since=values["first"],
        total=next((_covered(row) for row in of["3"]), Covered()),
        tiers=[(tier, tiers[tier]) for tier in TIERS if tier in tiers],
        owners=sorted(owners, key=lambda line: (-line[1].missing, line[0].name, line[0].pk)),
        short=[(named[row["id"]], _covered(row)) for row in of[SHORT]],
        beyond=[(named[row["id"]], _covered(row)) for row in of[BEYOND]],
    )


def of_coverage(accounts: Rows, wanted: str, today: dt.date) -> Rows:
    """Those of `accounts` whose visits are short of, even with or beyond what was asked (`any`: all that count)."""
    values = {**_window(today), "wanted": wanted}
    through = SQL / "coverage_accounts.sql"
    return accounts.filter(pk__in=rows_of(SQL / "coverage_ids.sql", _chosen(accounts), values, through=through))


def _chosen(accounts: QuerySet[Any]) -> QuerySet[Any, Any]:
    to_visit = accounts.filter(archived_at=None, lost_on=None).exclude(stage=CustomerStage.FILTERED).order_by()
    created_on = TruncDate("created_at", tzinfo=company_zone())
    return to_visit.values("id", "tier", "owner_id", created_on=created_on, due_on=F("visit_due__due_on"))


def _window(today: dt.date) -> dict[str, Any]:
    first = clock.add_months(today, -MONTHS)
    zone = timezone.get_current_timezone()
    since, midnight = (dt.datetime.combine(day, dt.time(), zone) for day in (first, today))
    return {"today": today, "first": first, "since": since, "midnight": midnight, "zone": company_zone().key}


def _named(accounts: QuerySet[Account], ids: list[int]) -> Mapping[int, Account]:
    rows = Account.objects.filter(pk__in=ids).select_related("owner") if ids else accounts.none()
    return {account.pk: account for account in rows}


def _covered(row: Mapping[str, Any]) -> Covered:
    return Covered(**{name: int(row[name] or 0) for name in Covered.__dataclass_fields__})
