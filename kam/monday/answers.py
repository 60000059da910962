"""A manager's Monday: five questions, each answered in one sentence with figures, its rows beneath."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Q,
    QuerySet,
    Sum,
    Window,
)
from django.http import HttpRequest

from foundation import clock
from pipeline.choices import PeriodKind
from pipeline.filters import MovementFilter, WhoseFilter
from pipeline.models import Move, Opportunity, ReviewRule
from pipeline.queries import flags, week
from pipeline.queries.movement import Subject, largest_moves, whole_movement
from pipeline.queries.saturation import Standing, Standings, standings, with_a_goal
from pipeline.queries.spans import Period, period_of
from pipeline.rules import cents
from teams.models import Team, User

SHOWN = 5
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Deals:
    """The largest of some opportunities, how many there are, and what they are worth in the base currency.

    `above`: how many of them are told by an earlier answer too.
    """

    largest: list[Opportunity]
    count: int = 0
    worth: Decimal = Decimal(0)
    above: int = 0


@dataclass(frozen=True)
class Monday:
    """The five answers over the opportunities of `rows`, narrowed by `chosen`; `moving` narrows those that moved."""

    reader: Any
    chosen: WhoseFilter
    moving: MovementFilter
    today: dt.date

    @cached_property
    def rows(self) -> QuerySet[Opportunity]:
        return self.chosen.rows_or_400()

    @property
    def quarter(self) -> Period:
        return period_of(PeriodKind.QUARTER, self.today)

    @property
    def days_left(self) -> int:
        return self.quarter.days_left(self.today)

    @cached_property
    def standings(self) -> Standings:
        """Everybody's, against this quarter's quotas."""
        people = with_a_goal(User.objects.visible_to(self.reader), self.chosen.quotas, self.quarter)
        teams = Team.objects.visible_to(self.reader).order_by("path")
        return standings(
            self.rows,
            self.chosen.quotas,
            self.quarter,
            teams=self.chosen.of_teams(teams),
            people=self.chosen.of_people(people.select_related("team")),
        )

    @property
    def against_quota(self) -> list[Standing]:
        """Where are we against quota? The teams just below the reader's, else the people; the widest gap first."""
        teams = self.standings.teams
        near = {line.subject.pk for line in teams}
        tops = {line.subject.pk for line in teams if line.subject.parent_id not in near}
        below = [line for line in teams if line.subject.parent_id in tops]
        return sorted(below or self.standings.people, key=lambda line: -line.missing)[:SHOWN]

    @cached_property
    def movement(self) -> Subject:
        """What moved since this day of last week?"""
        return whole_movement(self.moving.rows_or_400(), self.moving.span, self.moving.holders)

    @property
    def moves(self) -> QuerySet[Move]:
        return largest_moves(self.moving.rows_or_400(), self.moving.span, self.moving.holders)[:SHOWN]

    @cached_property
    def stuck(self) -> Deals:
        """What stands in its stage for longer than is normal there?"""
        return _deals(self.rows.filter(flags.stuck(self.today)))

    @property
    def to_help(self) -> list[Standing]:
        """Whose funnel does not cover what is missing of the quota? The widest gap first."""
        return [line for line in self.standings.people if line.is_short and line.subject.is_active]

    @property
    def gap(self) -> Decimal:
        """What those to help are missing."""
        return sum((line.missing for line in self.to_help), Decimal(0))

    @cached_property
    def to_review(self) -> Deals:
        """Which of the week's deals are not reviewed yet?"""
        deals: QuerySet[Any] = week(self.rows, ReviewRule.objects.get(), self.today)
        return _deals(deals.filter(is_done=False), above=flags.stuck(self.today))


def monday(request: HttpRequest) -> Monday:
    """Of the reader of `request`, narrowed by its address."""
    today, seen = clock.today(), Opportunity.objects.visible_to(request.user).live()
    within = request.GET.copy()
    within.update({"since": str(today - WEEK), "until": str(today)})
    chosen = WhoseFilter(request.GET, queryset=seen, request=request)
    return Monday(request.user, chosen, MovementFilter(within, queryset=seen, request=request, drawn=False), today)


def _deals(rows: QuerySet[Any], above: Q | None = None) -> Deals:
    """One query, however many there are."""
    is_above = ExpressionWrapper(above or Q(pk__in=[]), output_field=BooleanField())
    found = rows.annotate(is_above=is_above).annotate(
        of=Window(Count("pk")),
        worth=Window(Sum("amount_base")),
        of_above=Window(Count("pk", filter=Q(is_above=True))),
    )
    found = found.select_related("account", "stage", "owner")
    largest = list(found.order_by("-amount_base", "id")[:SHOWN])
    if not largest:
        return Deals([])
    first = largest[0]
    return Deals(largest, first.of, cents(first.worth), first.of_above)
