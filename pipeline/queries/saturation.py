"""Quotas: what was reached, what is missing, whether the funnel covers it, and whether there is still time."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from foundation import clock
from foundation.sql import select_over
from pipeline.choices import Reach, Status
from pipeline.models import ForecastRule, Opportunity, Quota, Stage
from pipeline.rules import cents
from teams.models import Team, User

from .composed import SQL
from .forecast import Outlook, outlooks
from .spans import DAY, Period

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Goal:
    """What falls into a period, base currency. `days`: of how many of its days a quota of one's own speaks; a team has
    the goals below it on the others."""

    base: Decimal = _ZERO
    stretch: Decimal = _ZERO
    days: int = 0


@dataclass(frozen=True)
class Standing:
    """A person's or a team's (`subject`; None: all of it) quota, won and weighted open amounts of the period."""

    subject: Any
    goal: Goal
    won: Decimal
    weighted: Decimal

    @property
    def missing(self) -> Decimal:
        """What is still to be won; zero once the quota is reached."""
        return max(self.goal.base - self.won, _ZERO)

    @property
    def attained(self) -> Decimal | None:
        """won ÷ quota."""
        return self.won / self.goal.base if self.goal.base else None

    @property
    def saturation(self) -> Decimal | None:
        """Weighted open ÷ missing; None without a quota or where nothing is missing."""
        return self.weighted / self.missing if self.goal.base and self.missing else None

    @property
    def is_short(self) -> bool:
        """Whether the open funnel does not cover what is missing."""
        return self.weighted < self.missing


@dataclass(frozen=True)
class Cover:
    """What a stage may still bring: `days` from entering it to being won (median of `n` won ones; None of none)."""

    stage: Stage
    count: int
    amount: Decimal
    weighted: Decimal
    share: Decimal | None
    days: int | None
    n: int
    last_day: dt.date | None
    in_time: bool


@dataclass(frozen=True)
class Standings:
    """Everybody's, of a period. `expected`: what is open in each stage and expected then."""

    period: Period
    total: Standing
    teams: list[Standing]
    people: list[Standing]
    expected: dict[Stage, Outlook]


@dataclass(frozen=True)
class Saturation(Standings):
    days_left: int
    stages: list[Cover]
    reach: Reach

    @property
    def last_start(self) -> dt.date | None:
        """The last day on which a new opportunity would normally still be won within the period."""
        return self.stages[0].last_day if self.stages else None

    @property
    def may_start(self) -> bool:
        """Whether what is opened today would normally still be won within the period."""
        return bool(self.stages and self.stages[0].in_time)

    @property
    def in_time(self) -> Decimal:
        """The weighted amount of the stages from which there is time enough."""
        return sum((cover.weighted for cover in self.stages if cover.in_time), _ZERO)


def standings(
    rows: QuerySet[Opportunity],
    quotas: QuerySet[Quota],
    period: Period,
    *,
    teams: Iterable[Team],
    people: Iterable[User],
) -> Standings:
    """`rows` are those the reader sees, archived ones left out; `quotas` those of `teams` and `people`. What the reader
    sees of others, at a shared account or as a co-owner, is no part of any goal here: no team's, nor the whole's.

    On each day a team's goal is its own quota, where it has one that day, else the sum of the goals of the teams below
    it and of those set for people while they worked there. The whole is that of the teams at the top and of the goals
    that count for none of them.
    """
    parts, stages = _goals(quotas, period), Stage.objects.order_by("position")
    teams, people = list(teams), list(people)
    told = outlooks(whose(rows, teams, people), period, {stage: stage.share for stage in stages})
    own = {person.pk: _in_all(_beside(part.of(person).values()) for part in parts) for person in people}
    by_part = [_goals_of_teams(teams, part) for part in parts]
    of_team = {team.pk: _in_all(goals[team.pk] for goals in by_part) for team in teams}
    tops = [team for team in teams if team.parent_id not in of_team]
    apart = (
        goal for part in parts for person in people for there, goal in part.of(person).items() if there not in of_team
    )
    goal = _in_all([*(goals[team.pk] for team in tops for goals in by_part), *apart])
    return Standings(
        period=period,
        total=_standing(None, goal, [told.total]),
        teams=[_standing(team, of_team[team.pk], _below(team, teams, told.teams)) for team in teams],
        people=_worst_first(_standing(person, own[person.pk], [told.owners.get(person.pk)]) for person in people),
        expected={stage: told.stages.get(stage.pk, Outlook()) for stage in stages},
    )


def saturation(
    rows: QuerySet[Opportunity],
    quotas: QuerySet[Quota],
    period: Period,
    *,
    teams: Iterable[Team],
    people: Iterable[User],
    today: dt.date,
) -> Saturation:
    """The standings of the same rows and quotas, and what each stage may still bring."""
    teams, people = list(teams), list(people)
    found = standings(rows, quotas, period, teams=teams, people=people)
    stages = _covers(whose(rows, teams, people), found, today)
    return Saturation(
        **vars(found), days_left=period.days_left(today), stages=stages, reach=_reach(found.total, stages)
    )


def whose(rows: QuerySet[Opportunity], teams: Sequence[Team], people: Sequence[User]) -> QuerySet[Opportunity]:
    """Those of `rows` that goals of `teams`, without any those of `people`, are about."""
    return rows.filter(team__in=teams) if teams else rows.filter(owner__in=people)


def cycle_days(rows: QuerySet[Opportunity], today: dt.date) -> dict[int, tuple[int, float]]:
    """By stage id: of how many won ones, and the median of their days from entering it to being won."""
    since = clock.add_months(today, -ForecastRule.current().lookback_months)
    won = rows.filter(status=Status.WON, closed_on__gt=since).order_by().values("id")
    return {row["stage_id"]: (row["n"], row["days"]) for row in select_over(SQL / "cycle.sql", won, {})}


@dataclass(frozen=True)
class Goals:
    """In a part of a period: of people by person and by the team for which they were set; of teams by team."""

    people: dict[int, dict[int | None, Goal]]
    teams: dict[int, Goal]

    def of(self, person: User) -> Mapping[int | None, Goal]:
        return self.people.get(person.pk, {})


def _goals(quotas: QuerySet[Quota], period: Period) -> list[Goals]:
    """By part of the period, with all their decimal places."""
    found: dict[dt.date, Goals] = defaultdict(lambda: Goals(defaultdict(dict), {}))
    values = {"first": period.first, "last": period.last}
    for row in select_over(SQL / "quotas.sql", quotas.order_by().values("id"), values):
        part, goal = found[row["part"]], Goal(row["base"], row["stretch"], row["days"])
        if row["team_id"]:
            part.teams[row["team_id"]] = goal
        else:
            part.people[row["person_id"]][row["persons_team_id"]] = goal
    return list(found.values())


def _goals_of_teams(teams: list[Team], goals: Goals) -> dict[int, Goal]:
    """Of a part, from the lowest teams up."""
    parts: dict[int | None, list[Goal]] = defaultdict(list)
    for of_person in goals.people.values():
        for there, goal in of_person.items():
            parts[there].append(goal)
    found: dict[int, Goal] = {}
    for team in sorted(teams, key=lambda team: -team.depth):
        found[team.pk] = goals.teams.get(team.pk) or replace(_beside(parts[team.pk]), days=0)
        parts[team.parent_id].append(found[team.pk])
    return found


def with_a_goal(people: QuerySet[User], quotas: QuerySet[Quota], period: Period) -> QuerySet[User]:
    """Those of `people` who work here, and those who left after a quota had been set for them within the period."""
    within = quotas.filter(starts_on__lte=period.last, ends_on__gte=period.first, person__isnull=False)
    return people.filter(Q(is_active=True) | Q(pk__in=within.order_by().values("person")))


def _beside(goals: Iterable[Goal]) -> Goal:
    """Of the same days."""
    told = list(goals)
    return replace(_in_all(told, places=False), days=max((goal.days for goal in told), default=0))


def _in_all(goals: Iterable[Goal], *, places: bool = True) -> Goal:
    """Of days one after the other, to the cent."""
    told = list(goals)
    base = sum((goal.base for goal in told), _ZERO)
    stretch = sum((goal.stretch for goal in told), _ZERO)
    days = sum(goal.days for goal in told)
    return Goal(cents(base), cents(stretch), days) if places else Goal(base, stretch, days)


def _below(team: Team, teams: list[Team], by_team: Mapping[int, Outlook]) -> list[Outlook | None]:
    return [by_team.get(each.pk) for each in teams if each.path.startswith(team.path)]


def _standing(subject: Any, goal: Goal, outlooks: list[Outlook | None]) -> Standing:
    told = [outlook for outlook in outlooks if outlook]
    won = sum((outlook.won for outlook in told), _ZERO)
    return Standing(subject, goal, won, sum((outlook.weighted_open for outlook in told), _ZERO))


def _worst_first(standings: Iterable[Standing]) -> list[Standing]:
    """Those with a quota, the largest gap first; then those without who have something."""
    shown = [line for line in standings if line.goal.base or line.won or line.weighted]
    return sorted(shown, key=lambda line: (not line.goal.base, -line.missing, str(line.subject)))


def _covers(rows: QuerySet[Opportunity], found: Standings, today: dt.date) -> list[Cover]:
    cycles, period, total = cycle_days(rows, today), found.period, found.total
    left, covers = period.days_left(today), []
    for stage, outlook in found.expected.items():
        n, median = cycles.get(stage.pk, (0, None))
        days = None if median is None else math.ceil(median)
        weighted = outlook.weighted_open
        covers.append(
            Cover(
                stage=stage,
                count=outlook.count,
                amount=outlook.amount,
                weighted=weighted,
                share=weighted / total.missing if total.goal.base and total.missing else None,
                days=days,
                n=n,
                last_day=None if days is None else period.last - days * DAY,
                in_time=days is None or days <= left,
            )
        )
    return covers


def _reach(total: Standing, stages: list[Cover]) -> Reach:
    """Reached, covered, short, or out of reach: not even all of what has time enough would do, and for anything new
    there is none."""
    if not total.goal.base:
        return Reach.NO_QUOTA
    if not total.missing:
        return Reach.REACHED
    in_time = [cover for cover in stages if cover.in_time]
    if sum((cover.weighted for cover in in_time), _ZERO) >= total.missing:
        return Reach.COVERED
    if sum((cover.amount for cover in in_time), _ZERO) >= total.missing or (stages and stages[0].in_time):
        return Reach.SHORT
    return Reach.OUT
