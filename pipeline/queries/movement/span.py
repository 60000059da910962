"""Between which moments, and in whose hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from pipeline.choices import Status
from pipeline.models import Opportunity

from .once import Once

_MARGIN = dt.timedelta(days=2)
"""A day of somebody's zone lies within two days of the same day anywhere else."""

SEEN, UNSEEN = Value(value=True), Value(value=False)


@dataclass(frozen=True)
class Span:
    """The days from `since` to `until`, both included, in the reader's zone."""

    since: dt.date
    until: dt.date

    @property
    def start(self) -> dt.datetime:
        return _midnight(self.since)

    @property
    def end(self) -> dt.datetime:
        """The first moment after the last day."""
        return _midnight(self.until + dt.timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(frozen=True)
class Holders:
    """Whose hands count: ids of people and of teams; None is anybody's, any team's. `once`: what is out of the reader's
    sight today and counts all the same while it was in his hands or in those of his teams."""

    owners: Sequence[int] | None = None
    teams: Sequence[int] | None = None
    once: Once | None = None

    def had(self, path: str = "") -> Q:
        """Moves after which (`path` "from_": before which) one of them held the opportunity."""
        condition = Q()
        if self.owners is not None:
            condition &= Q(**{f"{path}owner__in": self.owners})
        if self.teams is not None:
            condition &= Q(**{f"{path}team__in": self.teams})
        return condition

    def held(self, rows: QuerySet[Opportunity], path: str = "") -> Q:
        """`had` of moves whose opportunity is among `rows`, or was among the reader's own numbers then."""
        if self.once is None:
            return self.had(path)
        return self.had(path) & (Q(opportunity__in=rows.order_by().values("pk")) | self.once.had(path))

    def among(self, rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """`rows`, and those that were the reader's `once`."""
        if self.once is None:
            return rows
        ways = Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=self.once.rows.order_by().values("pk"))
        return Opportunity.objects.filter(ways)

    def marked(self, rows: QuerySet[Opportunity], *columns: str) -> QuerySet[Any]:
        """`columns` of the same, and whether the reader sees the row (`is_seen`): what a statement reads."""
        found = rows.order_by().annotate(is_seen=SEEN).values(*columns, "is_seen")
        if self.once is None:
            return found
        once = self.once.rows.order_by().annotate(is_seen=UNSEEN).values(*columns, "is_seen")
        return found.union(once, all=True)

    @property
    def values(self) -> dict[str, Any]:
        return {
            "reader": self.once.person if self.once else None,
            "reach": list(self.once.teams) if self.once else [],
            "anybody": self.owners is None,
            "owners": list(self.owners or []),
            "any_team": self.teams is None,
            "teams": list(self.teams or []),
        }


def concerned(rows: QuerySet[Opportunity], span: Span) -> QuerySet[Opportunity]:
    """`rows` without those that were closed before the span and stayed so: their moves add up to nothing."""
    return rows.exclude(~Q(status=Status.OPEN), closed_on__lt=span.since - _MARGIN)


def chosen(rows: QuerySet[Opportunity], span: Span, holders: Holders) -> QuerySet[Any]:
    """What a statement over moves reads: ids, and whether the reader sees the opportunity (`is_seen`)."""
    return holders.marked(concerned(rows, span), "id")


def shift(span: Span) -> Span:
    """The span of the same length just before."""
    return Span(span.since - dt.timedelta(days=span.days), span.since - dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
