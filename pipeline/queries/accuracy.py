"""What was said about past periods some weeks before their end, against what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Aggregate, Max, Q, QuerySet, Sum
from django.utils import timezone

from pipeline.choices import Measure
from pipeline.models import Adjustment, Move, Snapshot
from pipeline.rules import cents

from .spans import Period

Sums = dict[str, Decimal]
"""By figure, of one period."""
LATE = dt.timedelta(days=7)
"""A snapshot older than this at the day that is asked for is none."""


@dataclass(frozen=True)
class Look:
    """A past period, and the day of the snapshot that tells what was said of it; None where nothing was kept then."""

    period: Period
    taken_on: dt.date | None


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
    won: QuerySet[Move],
    adjustments: QuerySet[Adjustment],
    periods: Sequence[Period],
    weeks: int,
) -> Accuracy:
    """For each of `periods`, the latest first, back to the first of which anything is known: four queries, however
    many periods. All three querysets are restricted to the same people by the caller; `won` are the moves by which what
    is won was won, so that a deal counts for whoever held it then, as in the snapshots."""
    looks = _looks(periods, weeks)
    figures = zip(looks, _said(snapshots, looks), _added(adjustments, looks), _came(won, looks), strict=True)
    past = [_past(look, said, added, came["came"]) for look, said, added, came in figures]
    while past and past[-1].taken_on is None and not past[-1].came:
        past.pop()
    return Accuracy(weeks, past)


def _past(look: Look, said: Sums, added: Sums, came: Decimal) -> Past:
    told = {name: cents(said["won"] + said[name] + added[name]) for name in Measure.values}
    return Past(look.period, look.taken_on, came=cents(came), **told)


def _looks(periods: Sequence[Period], weeks: int) -> list[Look]:
    """Each period with the day of the snapshot that tells what was said `weeks` before its end."""
    asked = [period.last - dt.timedelta(weeks=weeks) for period in periods]
    kept = [{"day": Max("taken_on", filter=Q(taken_on__gt=day - LATE, taken_on__lte=day))} for day in asked]
    found = _each(Snapshot.objects.all(), kept)
    return [Look(period, row["day"]) for period, row in zip(periods, found, strict=True)]


def _said(snapshots: QuerySet[Snapshot], looks: Sequence[Look]) -> list[Sums]:
    return _each(
        snapshots,
        [{name: _total(name, _of_snapshot(look)) for name in ("won", *Measure.values)} for look in looks],
    )


def _added(adjustments: QuerySet[Adjustment], looks: Sequence[Look]) -> list[Sums]:
    """What managers had added by the evening of each day."""
    return _each(
        adjustments,
        [{name: _total("amount", Q(measure=name) & _standing(look)) for name in Measure.values} for look in looks],
    )


def _came(won: QuerySet[Move], looks: Sequence[Look]) -> list[Sums]:
    spans = [Q(opportunity__closed_on__range=(look.period.first, look.period.last)) for look in looks]
    within = won.filter(reduce(or_, spans, Q(pk__in=())))
    return _each(within, [{"came": _total("opportunity__amount_base", span)} for span in spans])


def _of_snapshot(look: Look) -> Q:
    return Q(taken_on=look.taken_on, month__gte=look.period.first, month__lte=look.period.last)


def _standing(look: Look) -> Q:
    if look.taken_on is None:
        return Q(pk__in=())
    evening = timezone.make_aware(dt.datetime.combine(look.taken_on + dt.timedelta(days=1), dt.time()))
    still = Q(withdrawn_at=None) | Q(withdrawn_at__gte=evening)
    return still & Q(created_at__lt=evening, starts_on__gte=look.period.first, ends_on__lte=look.period.last)


def _total(column: str, which: Q) -> Sum:
    return Sum(column, filter=which, default=Decimal(0))


def _each(rows: QuerySet[Any], asked: Sequence[Mapping[str, Aggregate]]) -> list[dict[str, Any]]:
    """Of each period all that is asked of `rows`, in one query."""
    figures = {f"{name}_{number}": figure for number, each in enumerate(asked) for name, figure in each.items()}
    found = rows.order_by().aggregate(**figures)
    return [{name: found[f"{name}_{number}"] for name in each} for number, each in enumerate(asked)]
