"""What was said about past periods some weeks before their end, against what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from pipeline.choices import Status
from pipeline.models import Adjustment, Opportunity, Snapshot
from pipeline.rules import cents

from .spans import Period

LATE = dt.timedelta(days=7)
"""A snapshot older than this at the day that is asked for is none."""


@dataclass(frozen=True)
class Past:
    """One period: what was said on `taken_on` (None: nothing was kept then), with what managers had added, and what was
    won in the end."""

    period: Period
    taken_on: dt.date | None
    commit: Decimal
    best: Decimal
    weighted: Decimal
    came: Decimal

    @property
    def error(self) -> Decimal | None:
        """How far the weighted forecast missed: said ÷ came − 1."""
        return None if self.taken_on is None or not self.came else self.weighted / self.came - 1

    @property
    def shortfall(self) -> Decimal | None:
        """By how much too little was said."""
        return None if self.error is None else -self.error

    @property
    def within_range(self) -> bool:
        """Whether what came lies between commit and best case."""
        return self.taken_on is not None and self.commit <= self.came <= self.best


@dataclass(frozen=True)
class Accuracy:
    weeks: int
    past: list[Past]

    @property
    def typical_error(self) -> Decimal | None:
        """The median of the errors, without their signs."""
        sizes = sorted(abs(row.error) for row in self.past if row.error is not None)
        if not sizes:
            return None
        middle = len(sizes) // 2
        return sizes[middle] if len(sizes) % 2 else (sizes[middle - 1] + sizes[middle]) / 2

    @property
    def judged(self) -> int:
        return sum(row.error is not None for row in self.past)


def accuracy(
    snapshots: QuerySet[Snapshot],
    won: QuerySet[Opportunity],
    adjustments: QuerySet[Adjustment],
    periods: Sequence[Period],
    weeks: int,
) -> Accuracy:
    """For each of `periods`, the latest first, back to the first of which anything is known. All three
    querysets are restricted to the same people by the caller."""
    past = [_past(snapshots, won, adjustments, period, weeks) for period in periods]
    while past and past[-1].taken_on is None and not past[-1].came:
        past.pop()
    return Accuracy(weeks, past)


def _past(
    snapshots: QuerySet[Snapshot],
    won: QuerySet[Opportunity],
    adjustments: QuerySet[Adjustment],
    period: Period,
    weeks: int,
) -> Past:
    asked = period.last - dt.timedelta(weeks=weeks)
    kept = Snapshot.objects.filter(taken_on__lte=asked, taken_on__gt=asked - LATE)
    taken_on = kept.aggregate(day=Max("taken_on"))["day"]
    came = won.filter(status=Status.WON, closed_on__gte=period.first, closed_on__lte=period.last)
    said: dict[str, Any] = {}
    if taken_on:
        rows = snapshots.filter(taken_on=taken_on, month__gte=period.first, month__lte=period.last)
        said = rows.order_by().aggregate(**{name: Sum(name) for name in ("won", "commit", "best", "weighted")})
        for row in _added(adjustments, period, taken_on):
            said[row["measure"]] = (said[row["measure"]] or 0) + row["amount"]
    already = said.pop("won", None) or Decimal(0)
    return Past(
        period=period,
        taken_on=taken_on,
        came=cents(came.aggregate(sum=Sum("amount_base"))["sum"]),
        **{name: cents(already + (said.get(name) or 0)) for name in ("commit", "best", "weighted")},
    )


def _added(adjustments: QuerySet[Adjustment], period: Period, day: dt.date) -> Any:
    """What stood on the evening of `day`."""
    evening = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    standing = Q(withdrawn_at=None) | Q(withdrawn_at__gte=evening)
    rows = adjustments.filter(standing, created_at__lt=evening, starts_on__gte=period.first, ends_on__lte=period.last)
    return rows.order_by().values("measure").annotate(amount=Sum("amount"))
