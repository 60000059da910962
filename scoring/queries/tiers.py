"""Tiers of a night: who stands in them, what they bring and what we spend on them; who moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum

from accounts.choices import Tier
from scoring.models import ScoringRun, TierDecision
from scoring.queries.nights import nights

_NOTHING: dict[str, Any] = {
    "accounts": 0,
    "profit": Decimal(0),
    "revenue": Decimal(0),
    "minutes": 0,
    "cost_to_serve": Decimal(0),
}
ORDER = [*Tier.values, ""]
"""From platinum to unrated ("")."""


@dataclass(frozen=True)
class TierRow:
    """One tier ("" is unrated): accounts, their profit and revenue, minutes and cost of our visits; shares of all."""

    tier: str
    accounts: int
    profit: Decimal
    revenue: Decimal
    minutes: int
    cost_to_serve: Decimal
    profit_share: Decimal | None
    accounts_share: Decimal
    minutes_share: Decimal | None

    @property
    def key(self) -> str:
        """As filters and addresses call it."""
        return self.tier or "unrated"


def decisions_of(run: ScoringRun, decisions: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `decisions` (restricted to the reader) that this night made."""
    return decisions.filter(business_date=run.business_date)


def tier_rows(decisions: QuerySet[Any]) -> list[TierRow]:
    """All five rows, also the empty ones, platinum first; `decisions` are those of one night."""
    sums = {"accounts": Count("id"), **{name: Sum(name) for name in ("profit", "revenue", "minutes", "cost_to_serve")}}
    found = {row["tier"]: row for row in decisions.order_by().values("tier").annotate(**sums)}
    rated = [row for tier, row in found.items() if tier]
    profit = sum((row["profit"] for row in rated), Decimal(0))
    minutes = sum(row["minutes"] for row in found.values())
    accounts = sum(row["accounts"] for row in found.values())
    return [_row(tier, found.get(tier), profit, minutes, accounts) for tier in ORDER]


def _row(tier: str, sums: dict[str, Any] | None, profit: Decimal, minutes: int, accounts: int) -> TierRow:
    sums = sums or _NOTHING
    return TierRow(
        **(sums | {"tier": tier}),
        profit_share=sums["profit"] / profit if tier and profit > 0 else None,
        accounts_share=Decimal(sums["accounts"]) / accounts if accounts else Decimal(0),
        minutes_share=Decimal(sums["minutes"]) / minutes if minutes else None,
    )


def month_before(run: ScoringRun) -> dt.date | None:
    """The last night of an earlier month: what "since last month" compares with."""
    earlier = nights().filter(business_date__lt=run.business_date.replace(day=1))
    return earlier.values_list("business_date", flat=True).first()


def moved_since(date: dt.date, decisions: QuerySet[Any]) -> QuerySet[TierDecision]:
    """Of one night's `decisions` those whose account had another tier on the night of `date`, highest profit first.

    Each carries `tier_before` and `profit_before`. An account that night did not know has not moved.
    """
    then = FilteredRelation("account__decisions", condition=Q(account__decisions__business_date=date))
    rows = decisions.annotate(then=then).filter(then__isnull=False).exclude(tier=F("then__tier"))
    return rows.annotate(tier_before=F("then__tier"), profit_before=F("then__profit")).order_by("-profit", "account_id")
