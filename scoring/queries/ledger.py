from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from scoring.models import LedgerEntry


def ledger_sums(entries: QuerySet[LedgerEntry]) -> dict[str, Any]:
    """Entries, revenue, cost and what is left of the rows given, in the base currency."""
    sums = entries.order_by().aggregate(entries=Count("id"), revenue=Sum("revenue_base"), cost=Sum("cost_base"))
    revenue, cost = sums["revenue"] or Decimal(0), sums["cost"] or Decimal(0)
    return {"entries": sums["entries"], "revenue": revenue, "cost": cost, "profit": revenue - cost}
