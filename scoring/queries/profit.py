"""Profit by account, group, team, industry, tier or owner, against an earlier night: one statement for any number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accounts.choices import Tier
from accounts.models import Account
from foundation import clock
from foundation.paging import ListPage, counted_page
from foundation.sql import select_over
from scoring.choices import ProfitBy
from scoring.models import ScoringRun
from scoring.queries.nights import covering, nights
from teams.models import Team, User

READING: Final = Path(__file__).resolve().parent.parent / "reading"
KEYS: Final = {
    ProfitBy.ACCOUNT: "account_id",
    ProfitBy.TEAM: "account__team_id",
    ProfitBy.OWNER: "account__owner_id",
    ProfitBy.INDUSTRY: "account__industry",
    ProfitBy.TIER: "tier",
}
SUMS: Final = ("revenue", "cost", "cost_to_serve", "profit")
ORDERS: Final = ("accounts", "revenue", "cost", "cost_to_serve", "profit", "margin", "change")
YEAR: Final = 12


@dataclass(frozen=True)
class ProfitLine:
    """Rated accounts that have `key` in common, and their sums in the base currency; `whole` is the profit of all.

    `profit_then` is what such accounts brought in the night it is compared with; None where there is none.
    """

    key: str
    accounts: int
    revenue: Decimal
    cost: Decimal
    cost_to_serve: Decimal
    profit: Decimal
    profit_then: Decimal | None
    whole: Decimal
    name: str = ""

    @property
    def margin(self) -> Decimal | None:
        return self.profit / self.revenue if self.revenue else None

    @property
    def share(self) -> Decimal | None:
        """Of the profit of all; None where that is not above zero."""
        return self.profit / self.whole if self.whole > 0 else None

    @property
    def loss(self) -> Decimal:
        """What it loses, as people say it: without a sign."""
        return -min(self.profit, Decimal(0))

    @property
    def change(self) -> Decimal | None:
        return None if self.profit_then is None else self.profit - self.profit_then


@dataclass(frozen=True)
class ProfitLines:
    """`count` lines there are, of which `lines` are asked for; `total` is over all of them."""

    total: ProfitLine
    lines: list[ProfitLine]
    count: int


@dataclass(frozen=True)
class Question:
    """By what, in which night, against which one (None: none), sorted by what ("-profit")."""

    by: ProfitBy
    night: ScoringRun
    before: ScoringRun | None
    order: str = "-profit"


def night_to_compare(night: ScoringRun, day: dt.date | None = None) -> ScoringRun | None:
    """The last night up to `day`, None if all are later; by itself the last one up to a year before, else the first."""
    earlier = nights().filter(business_date__lt=night.business_date, rated__gt=0)
    wanted = clock.add_months(night.business_date, -YEAR)
    if day:
        return earlier.filter(business_date__lte=day).first() if day < night.business_date else None
    is_old = Q(business_date__lte=wanted)
    latest_old = Case(When(is_old, then=F("business_date"))).desc(nulls_last=True)
    return earlier.order_by(latest_old, "business_date").first()


def profit_lines(
    wanted: QuerySet[Any], seen: QuerySet[Any], question: Question, *, skip: int, limit: int
) -> ProfitLines:
    """`wanted`: decisions that the reader may see and asks for; `seen`: all that he sees, for groups to be made of."""
    descending = question.order.startswith("-")
    values = {
        "order": question.order.lstrip("-"),
        "sign": -1 if descending else 1,
        "skip": skip,
        "limit": limit,
    }
    if question.by == ProfitBy.GROUP:
        rows = _of_nights(seen, question).annotate(
            parent_id=F("account__parent_id"), is_wanted=Exists(wanted.filter(pk=OuterRef("pk")).order_by())
        )
        found = select_over(
            READING / "profit_lines.sql",
            rows.values("account_id", "parent_id", "is_wanted", "is_now", "is_then", *SUMS),
            values,
            through=READING / "groups_of_accounts.sql",
        )
    else:
        rows = _of_nights(wanted, question).annotate(key=Cast(KEYS[question.by], TextField()))
        found = select_over(READING / "profit_lines.sql", rows.values("key", "is_now", "is_then", *SUMS), values)
    return _as_lines(found, question)


def profit_page(
    wanted: QuerySet[Any], seen: QuerySet[Any], question: Question, typed: str | None
) -> tuple[ListPage, ProfitLine]:
    """Page `typed` of the lines, with their names, and the total over all of them."""
    found: list[ProfitLines] = []

    def fetch(skip: int, limit: int) -> tuple[list[Any], int]:
        found.append(profit_lines(wanted, seen, question, skip=skip, limit=limit))
        return named(found[0].lines, question.by), found[0].count

    return counted_page(typed, fetch), found[0].total


def named(lines: Iterable[ProfitLine], by: ProfitBy) -> list[ProfitLine]:
    """The lines, each with the name of its key: one query."""
    lines = list(lines)
    names = _names(by, [line.key for line in lines])
    return [ProfitLine(**{**vars(line), "name": names.get(line.key, "")}) for line in lines]


def _of_nights(decisions: QuerySet[Any], question: Question) -> QuerySet[Any]:
    """Of rated accounts, what stood in one of the two nights."""
    now, then = _stood(question.night), _stood(question.before)
    return (
        decisions.order_by()
        .filter(now | then if question.before else now, entries__gt=0)
        .annotate(is_now=_flag(now), is_then=_flag(then) if question.before else Value(value=False))
    )


def _stood(night: ScoringRun | None) -> Q:
    if night is None:
        return Q()
    return Q(valid_until__isnull=True) if getattr(night, "is_last", False) else covering(night.business_date)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def _as_lines(found: list[dict[str, Any]], question: Question) -> ProfitLines:
    total = found[0]
    lines = [_line(row, total["profit"], question) for row in found]
    return ProfitLines(lines[0], lines[1:], total["lines"])


def _line(row: dict[str, Any], whole: Decimal, question: Question) -> ProfitLine:
    then = row["profit_then"] if question.before else None
    sums = {name: row[name] for name in ("accounts", *SUMS)}
    return ProfitLine(key=row["key"] or "", profit_then=then, whole=whole, **sums)


def _names(by: ProfitBy, keys: list[str]) -> dict[str, str]:
    if by == ProfitBy.TIER:
        return {str(value): str(label) for value, label in Tier.choices}
    if by == ProfitBy.INDUSTRY:
        return {key: key for key in keys}
    model: Any = {ProfitBy.TEAM: Team, ProfitBy.OWNER: User}.get(by, Account)
    rows = model.objects.filter(pk__in=[int(key) for key in keys])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}
