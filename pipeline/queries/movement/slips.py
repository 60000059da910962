"""How expected closing dates were moved within the period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Q, QuerySet, Sum

from pipeline.models import DateChange, Opportunity
from pipeline.rules import cents

from .span import Holders, Span


@dataclass(frozen=True)
class Slips:
    """`later`, `sooner`: opportunities whose expected close stands later (sooner) than before the period, by all
    changes within it; `amount`: what those that slipped are worth now; `days`: by how much they slipped on average."""

    later: int
    sooner: int
    amount: Decimal
    days: float | None


def slips(rows: QuerySet[Opportunity], span: Span, holders: Holders) -> Slips:
    """Of those of `rows` that `holders` have now. One query."""
    theirs = rows.filter(holders.had()).order_by().values("pk")
    changes = DateChange.objects.filter(opportunity__in=theirs, days__isnull=False)
    within = changes.filter(at__gte=span.start, at__lt=span.end)
    moved = within.order_by().values("opportunity", "opportunity__amount_base").annotate(net=Sum("days"))
    later = Q(net__gt=0)
    found = moved.aggregate(
        later=Count("pk", filter=later),
        sooner=Count("pk", filter=Q(net__lt=0)),
        amount=Sum("opportunity__amount_base", filter=later),
        days=Avg("net", filter=later),
    )
    return Slips(found["later"], found["sooner"], cents(found["amount"]), found["days"])
