"""Whom to visit next, by the cadence of each tier, and on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import Account, Visit
from foundation import clock

from .account import with_visit_due
from .visit import between, planned
from .worth import by_worth

AHEAD = dt.timedelta(days=14)
MOST = 20
"""As many as somebody decides on in one go; the next ones come when these are planned."""
SATURDAY = 5


def due_and_not_planned(user: Any, today: dt.date) -> QuerySet[Account]:
    """The user's own accounts that are due within two weeks and have no visit ahead: the best first, then the longest
    due."""
    coming = between(planned(Visit.objects.filter(account=OuterRef("pk"))), first=today)
    rows = with_visit_due(Account.objects.visible_to(user).filter(owner=user))
    waiting = rows.filter(visit_due__due_on__lte=today + AHEAD).exclude(Exists(coming))
    return waiting.order_by(by_worth(), F("visit_due__due_on"), "pk")


def taken_days(user: Any, today: dt.date) -> dict[dt.date, int]:
    """How many visits the user has planned on each day after today."""
    rows = between(planned(Visit.objects.visible_to(user).filter(by=user)), first=today + clock.DAY).order_by()
    return dict(rows.values_list(TruncDate("starts_at")).annotate(Count("pk")))


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
