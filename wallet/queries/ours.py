"""Our part of what a customer spends: what the ledger says of the same twelve months, in the base currency."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from scoring.models import LedgerEntry
from scoring.models.ledger import BASE_MONEY
from wallet.models import Estimate, Part

MONEY_OF_BASE: DecimalField[Any, Any] = DecimalField(**BASE_MONEY)


def sold(account: str, since: str, until: str) -> Subquery:
    """Of the row around it, whose columns these are; NULL where it has no such months, or bought nothing in them."""
    entries = LedgerEntry.objects.filter(account=OuterRef(account), date__range=(OuterRef(since), OuterRef(until)))
    return Subquery(entries.order_by().values("account").annotate(sum=Sum("revenue_base")).values("sum"))


def with_ours(estimates: QuerySet[Estimate]) -> QuerySet[Estimate]:
    """With `ours` in the base currency, and `named`: the sum of what competitors have of it."""
    parts = Part.objects.filter(estimate=OuterRef("pk")).order_by().values("estimate")
    named = Subquery(parts.annotate(sum=Sum("share")).values("sum"))
    ours = Coalesce(sold("account", "since", "until"), Value(0), output_field=MONEY_OF_BASE)
    return estimates.annotate(ours=ours, named=named)
