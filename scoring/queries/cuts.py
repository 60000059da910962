"""Our accounts cut as the reference cuts them, and what the key accounts bring."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from foundation.sql import select_over
from scoring.queries.effort import KEY_TIERS

READING: Final = Path(__file__).resolve().parent.parent / "reading"
REFERENCE: Final = (("0.08", "0.84"), ("0.08", "0.13"), ("0.08", "0.03"), ("0.76", "0"))
"""Share of accounts, and share of sales that they bring: of the practitioner material, no figures of ours."""
CUTS: Final = [Decimal("0.08"), Decimal("0.16"), Decimal("0.24")]


@dataclass(frozen=True)
class Cut:
    """Some of all accounts in the order of profit, beside the reference; None where shares are not defined."""

    reference_accounts: Decimal
    reference_sales: Decimal
    accounts: int
    revenue: Decimal
    profit: Decimal
    sales_share: Decimal | None
    profit_share: Decimal | None


@dataclass(frozen=True)
class Contribution:
    """What `accounts` platinum and gold accounts bring of all revenue."""

    accounts: int
    revenue: Decimal
    whole: Decimal

    @property
    def share(self) -> Decimal | None:
        return self.revenue / self.whole if self.whole > 0 else None


def sales_cuts(decisions: QuerySet[Any]) -> list[Cut]:
    """All accounts of one night that the reader sees, unrated ones too, cut as the reference is."""
    rows = decisions.order_by().values("account_id", "order_profit", "entries", "revenue", "profit")
    found = select_over(READING / "sales_cut.sql", rows, {"cuts": CUTS})
    revenue, profit = (sum((row[name] for row in found), Decimal(0)) for name in ("revenue", "profit"))
    return [
        Cut(
            Decimal(accounts),
            Decimal(sales),
            row["accounts"],
            row["revenue"],
            row["profit"],
            row["revenue"] / revenue if revenue > 0 else None,
            row["profit"] / profit if profit > 0 else None,
        )
        for (accounts, sales), row in zip(REFERENCE, found, strict=True)
    ]


def contribution(decisions: QuerySet[Any]) -> Contribution:
    """`decisions`: those of one night that the reader may see."""
    is_key = Q(tier__in=KEY_TIERS)
    sums = decisions.order_by().aggregate(
        key=Count("id", filter=is_key), key_revenue=Sum("revenue", filter=is_key), whole=Sum("revenue")
    )
    return Contribution(sums["key"], sums["key_revenue"] or Decimal(0), sums["whole"] or Decimal(0))
