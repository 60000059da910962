"""What was won and what was lost: by reason, and by the competitor who stood against us."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from pipeline.choices import CloseReason, Status
from pipeline.models import Opportunity, Rival
from pipeline.rules import cents, share_of

SHOWN = 20
"""Competitors shown, those met most often first."""


@dataclass(frozen=True)
class Part:
    """How many, and what they were worth in the base currency."""

    count: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Outcome:
    """Won and lost of one reason or one competitor (`key`; `label` as people read it), or of all."""

    key: Any
    label: Any
    won: Part = field(default_factory=Part)
    lost: Part = field(default_factory=Part)

    @property
    def count(self) -> int:
        return self.won.count + self.lost.count

    @property
    def win_rate(self) -> Decimal | None:
        """Won ÷ decided; None of nothing."""
        return share_of(self.won.count, self.count)


@dataclass(frozen=True)
class WinLoss:
    total: Outcome
    reasons: list[Outcome]
    competitors: list[Outcome]

    @property
    def worst(self) -> Outcome | None:
        """The reason that lost most money, of those that were said."""
        lost = [reason for reason in self.reasons if reason.lost.count and reason.key != CloseReason.UNSAID]
        return max(lost, key=lambda reason: reason.lost.amount) if lost else None


def begins_on(rows: QuerySet[Opportunity], first: dt.date) -> dt.date | None:
    """When the first of `rows` was decided, where that was after `first`: then nothing is known of the days before, and
    a rate of the time since `first` is one of a shorter time. None where more is known, or nothing at all."""
    decided = rows.exclude(status=Status.OPEN).order_by()
    if decided.filter(closed_on__lte=first).exists():
        return None
    return decided.aggregate(day=Min("closed_on"))["day"]


def win_loss(rows: QuerySet[Opportunity]) -> WinLoss:
    """Of the closed ones among `rows` (archived ones are left out by the caller): two queries."""
    closed = rows.exclude(status=Status.OPEN).order_by()
    told = list(closed.values("close_reason", "status").annotate(n=Count("pk"), worth=Sum("amount_base")))
    by_reason = _parts(told, "close_reason", "status")
    against = (
        Rival.objects.filter(opportunity__in=closed.values("pk"))
        .order_by()
        .values("competitor", "competitor__name", "opportunity__status")
        .annotate(n=Count("pk"), worth=Sum("opportunity__amount_base"))
    )
    met = list(against)
    names = {row["competitor"]: row["competitor__name"] for row in met}
    by_competitor = _parts(met, "competitor", "opportunity__status")
    reasons = [_outcome(key, CloseReason(key).label if key else "—", parts) for key, parts in by_reason.items()]
    competitors = [_outcome(key, names[key], parts) for key, parts in by_competitor.items()]
    return WinLoss(
        total=Outcome(None, "", _added(told, Status.WON), _added(told, Status.LOST)),
        reasons=sorted(reasons, key=lambda line: (-line.count, str(line.key))),
        competitors=sorted(competitors, key=lambda line: (-line.count, str(line.label)))[:SHOWN],
    )


def _parts(rows: Iterable[Mapping[str, Any]], key: str, status: str) -> dict[Any, dict[str, Part]]:
    found: dict[Any, dict[str, Part]] = defaultdict(dict)
    for row in rows:
        found[row[key]][row[status]] = Part(row["n"], cents(row["worth"]))
    return found


def _outcome(key: Any, label: Any, parts: Mapping[str, Part]) -> Outcome:
    return Outcome(key, label, parts.get(Status.WON, Part()), parts.get(Status.LOST, Part()))


def _added(rows: Iterable[Mapping[str, Any]], status: Status) -> Part:
    """Of the exact sums, rounded once: the funnel says the same to the cent."""
    decided = [row for row in rows if row["status"] == status]
    return Part(sum(row["n"] for row in decided), cents(sum((row["worth"] for row in decided), Decimal(0))))
