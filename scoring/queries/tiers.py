"""Tiers of a night: who stands in them, what they bring and what we spend on them; who moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, QuerySet, Sum

from accounts.choices import Tier
from scoring.models import ScoringRun, TierDecision
from scoring.queries.nights import covering, merged_since, nights, of_night

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
    def profit_per_hour(self) -> Decimal | None:
        """Of our visits; None where there were none."""
        return self.profit * 60 / self.minutes if self.minutes else None

    @property
    def key(self) -> str:
        """As filters and addresses call it."""
        return self.tier or "unrated"


def tier_rows(decisions: QuerySet[Any]) -> list[TierRow]:
    """All five rows, also the empty ones, platinum first; `decisions` are those of one night."""
    return _rows(list(decisions.order_by().values("tier").annotate(**_sums())))


def whole_tier_rows(night: ScoringRun) -> list[TierRow]:
    """The same over all accounts, as the night kept it, without those merged away since; for who sees all of them."""
    money = ("profit", "revenue", "cost_to_serve")
    kept = [row | {name: Decimal(row[name]) for name in money} for row in (night.figures or {})["tiers"]]
    gone = {row["tier"]: row for row in merged_since(night).order_by().values("tier").annotate(**_sums())}
    return _rows([_less(row, gone.get(row["tier"])) for row in kept])


def _sums() -> dict[str, Any]:
    return {"accounts": Count("id"), **{name: Sum(name) for name in ("profit", "revenue", "minutes", "cost_to_serve")}}


def _less(row: dict[str, Any], gone: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value - gone[name] if name != "tier" else value for name, value in row.items()} if gone else row


def total_row(rows: list[TierRow]) -> TierRow:
    """The four tiers together, each figure the sum of theirs; who is unrated stands apart, as everywhere."""
    rated = [row for row in rows if row.tier]
    profit = sum((row.profit for row in rated), Decimal(0))
    shares = [row.minutes_share for row in rated if row.minutes_share is not None]
    return TierRow(
        tier="",
        accounts=sum(row.accounts for row in rated),
        profit=profit,
        revenue=sum((row.revenue for row in rated), Decimal(0)),
        minutes=sum(row.minutes for row in rated),
        cost_to_serve=sum((row.cost_to_serve for row in rated), Decimal(0)),
        profit_share=Decimal(1) if profit > 0 else None,
        accounts_share=sum((row.accounts_share for row in rated), Decimal(0)),
        minutes_share=sum(shares, Decimal(0)) if shares else None,
    )


def _rows(sums: list[dict[str, Any]]) -> list[TierRow]:
    found = {row["tier"]: row for row in sums}
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


def moved_since(date: dt.date, night: ScoringRun, decisions: QuerySet[Any]) -> QuerySet[TierDecision]:
    """Of `decisions` those of `night` whose account had another tier on the night of `date`, highest profit first.

    Each carries `tier_then` and `profit_then`. An account that that night did not know has not moved.
    """
    between = TierDecision.objects.filter(valid_from__gt=date, valid_from__lte=night.business_date)
    hopped = between.exclude(tier=F("previous_tier")).order_by().values("account_id")
    then = FilteredRelation("account__decisions", condition=covering(date, "account__decisions__"))
    rows = of_night(decisions, night).filter(account_id__in=hopped).annotate(then=then)
    rows = rows.filter(then__isnull=False).exclude(tier=F("then__tier"))
    return rows.annotate(tier_then=F("then__tier"), profit_then=F("then__profit")).order_by("-profit", "account_id")
