"""Whom to visit next, by the cadence of each tier, and on which days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import Account, Visit
from foundation import clock
from teams.models import User

from .account import with_visit_due
from .visit import between, planned
from .worth import by_worth

WEEKS, MOST_WEEKS = 2, 8
A_DAY, MOST_A_DAY = 3, 8
MOST = 20
"""As many as somebody decides on in one go; the next ones come when these are planned."""
SATURDAY = 5


@dataclass(frozen=True)
class Wish:
    """What is to be proposed: visits a day at most, weeks looked ahead, for the user alone or for the team in sight."""

    a_day: int = A_DAY
    weeks: int = WEEKS
    team: bool = False


@dataclass(frozen=True)
class Proposal:
    """A visit at `account` by its owner on the working day `on`."""

    account: Account
    on: dt.date


def with_visit_ahead(accounts: QuerySet[Account], today: dt.date) -> QuerySet[Account]:
    """Those where somebody plans to be, today or later."""
    return accounts.filter(Exists(between(planned(Visit.objects.filter(account=OuterRef("pk"))), first=today)))


def due_and_not_planned(user: Any, today: dt.date, wish: Wish) -> QuerySet[Account]:
    """Accounts that are due within the weeks and have no visit ahead: the best first, then the longest due."""
    coming = between(planned(Visit.objects.filter(account=OuterRef("pk"))), first=today)
    rows = with_visit_due(Account.objects.visible_to(user).select_related("owner"))
    within_reach = User.objects.visible_to(user).filter(is_active=True)
    rows = rows.filter(owner__in=within_reach) if wish.team else rows.filter(owner=user)
    waiting = rows.filter(visit_due__due_on__lte=today + dt.timedelta(weeks=wish.weeks)).exclude(Exists(coming))
    return waiting.order_by(by_worth(), F("visit_due__due_on"), "pk")


def proposals(user: Any, today: dt.date, wish: Wish) -> tuple[list[Proposal], bool]:
    """The first of those, each with a day, and whether there are more."""
    waiting = list(due_and_not_planned(user, today, wish)[: MOST + 1])
    accounts = waiting[:MOST]
    taken = taken_days({account.owner_id for account in accounts}, today)
    days: dict[int, dt.date] = {}
    for owner, filled in taken.items():
        own = [account for account in accounts if account.owner_id == owner]
        dues = [account.visit_due_on for account in own]  # type: ignore[attr-defined]
        days |= zip((account.pk for account in own), proposed_days(dues, today, filled, wish.a_day), strict=True)
    return [Proposal(account, days[account.pk]) for account in accounts], len(waiting) > MOST


def next_day(due_on: dt.date | None, today: dt.date) -> dt.date | None:
    """The working day for a visit that is due, from tomorrow on; None where nobody is waited for."""
    return proposed_days([due_on], today, {}, 1)[0] if due_on else None


def taken_days(people: Collection[int], today: dt.date) -> dict[int, dict[dt.date, int]]:
    """Of each of those people: how many visits are planned on each day after today, wherever they lead."""
    taken: dict[int, dict[dt.date, int]] = defaultdict(dict, {person: {} for person in people})
    rows = between(planned(Visit.objects.filter(by__in=people)), first=today + clock.DAY).order_by()
    for person, day, count in rows.values_list("by", TruncDate("starts_at")).annotate(Count("pk")):
        taken[person][day] = count
    return taken


def proposed_days(dues: Sequence[dt.date], today: dt.date, taken: Mapping[dt.date, int], a_day: int) -> list[dt.date]:
    """A day for each, in the order given: the working day it is due, or else the first after it (at the earliest
    tomorrow) that has fewer than `a_day` visits."""
    filled, days = dict(taken), []
    for due in dues:
        day = max(due, today + clock.DAY)
        while day.weekday() >= SATURDAY or filled.get(day, 0) >= a_day:
            day += clock.DAY
        filled[day] = filled.get(day, 0) + 1
        days.append(day)
    return days
