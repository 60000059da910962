from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from scoring.models import LedgerEntry


def ledger_sums(entries: QuerySet[LedgerEntry], base: str) -> dict[str, Any]:
    """Entries, revenue, cost and what is left of the rows given, in `base`; how many are `foreign`."""
    sums = entries.order_by().aggregate(
        entries=Count("id"),
        revenue=Sum("revenue_base"),
        cost=Sum("cost_base"),
        foreign=Count("id", filter=~Q(currency=base)),
    )
    revenue, cost = sums["revenue"] or Decimal(0), sums["cost"] or Decimal(0)
    return {**sums, "revenue": revenue, "cost": cost, "profit": revenue - cost}
