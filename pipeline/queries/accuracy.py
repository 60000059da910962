"""What was said about past periods some weeks before their end, against what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Max, Q, QuerySet, Sum
from django.utils import timezone

from pipeline.choices import Measure, Status
from pipeline.models import Adjustment, Opportunity, Snapshot
from pipeline.rules import cents

from .spans import Period

Sums = dict[tuple[int, str], Decimal]
"""By place in the periods and figure."""
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
    """For each of `periods`, the latest first, back to the first of which anything is known: four queries, however
    many periods. All three querysets are restricted to the same people by the caller."""
    days = _taken(periods, weeks)
    said = _said(snapshots, periods, days)
    added = _added(adjustments, periods, days)
    came = _came(won, periods)
    past = [
        Past(
            period=period,
            taken_on=days[place],
            came=cents(came[place]),
            **{name: cents(said[place, "won"] + said[place, name] + added[place, name]) for name in Measure.values},
        )
        for place, period in enumerate(periods)
    ]
    while past and past[-1].taken_on is None and not past[-1].came:
        past.pop()
    return Accuracy(weeks, past)


def _taken(periods: Sequence[Period], weeks: int) -> dict[int, dt.date | None]:
    """By place in `periods`: the day of the snapshot that tells what was said `weeks` before the end."""
    asked = [period.last - dt.timedelta(weeks=weeks) for period in periods]
    latest = {place: (day - LATE, day) for place, day in enumerate(asked)}
    return _each(
        Snapshot.objects.all(),
        {
            place: Max("taken_on", filter=Q(taken_on__gt=least, taken_on__lte=day))
            for place, (least, day) in latest.items()
        },
    )


def _said(snapshots: QuerySet[Snapshot], periods: Sequence[Period], days: dict[int, dt.date | None]) -> Sums:
    return _each(
        snapshots,
        {
            (place, name): _total(name, Q(taken_on=days[place], month__gte=period.first, month__lte=period.last))
            for place, period in enumerate(periods)
            for name in ("won", *Measure.values)
        },
    )


def _added(adjustments: QuerySet[Adjustment], periods: Sequence[Period], days: dict[int, dt.date | None]) -> Sums:
    """What managers had added by the evening of each day."""
    return _each(
        adjustments,
        {
            (place, name): _total("amount", Q(measure=name) & _standing(period, days[place]))
            for place, period in enumerate(periods)
            for name in Measure.values
        },
    )


def _came(won: QuerySet[Opportunity], periods: Sequence[Period]) -> dict[int, Decimal]:
    return _each(
        won.filter(status=Status.WON),
        {
            place: _total("amount_base", Q(closed_on__gte=period.first, closed_on__lte=period.last))
            for place, period in enumerate(periods)
        },
    )


def _standing(period: Period, day: dt.date | None) -> Q:
    if day is None:
        return Q(pk__in=())
    evening = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    still = Q(withdrawn_at=None) | Q(withdrawn_at__gte=evening)
    return still & Q(created_at__lt=evening, starts_on__gte=period.first, ends_on__lte=period.last)


def _total(column: str, which: Q) -> Sum:
    return Sum(column, filter=which, default=Decimal(0))


def _each(rows: QuerySet[Any], asked: dict[Any, Aggregate]) -> dict[Any, Any]:
    """All that is asked of `rows`, in one query."""
    names = {key: f"figure_{number}" for number, key in enumerate(asked)}
    found = rows.order_by().aggregate(**{names[key]: figure for key, figure in asked.items()})
    return {key: found[name] for key, name in names.items()}
