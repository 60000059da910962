from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.utils import timezone

from accounts.models import Visit
from accounts.queries import visit as queries
from foundation import clock
from foundation.views import PageView

MOST = 1000
"""Visits shown of one month: more than anybody reads, and a bound for a company of thousands."""
WEEKS = 4
"""Shown from this one on, where nobody asked for a month."""
OWN, TEAM = "own", "team"


@dataclass
class Day:
    date: dt.date
    in_month: bool
    is_today: bool
    is_past: bool
    visits: list[Visit] = field(default_factory=list)


class Calendar(PageView):
    """Planned visits of the weeks to come, or of a month (`?month=2026-11`): one's own (`?who=own`) or everybody's in
    sight (`?who=team`).

    Who leads plans for others and sees the team's first.
    """

    template_name = "accounts/calendar.html"
    fragment = "accounts/_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("month", "")
        month = _month(typed)
        who = self.request.GET.get("who", TEAM if self.reader.leads else OWN)
        if who not in {OWN, TEAM}:
            raise BadRequest("who: own or team")
        days = _days(month) if typed else _weeks_ahead()
        visits = Visit.objects.visible_to(self.reader)
        visits = visits.filter(by=self.reader) if who == OWN else visits
        planned = queries.between(queries.planned(visits), days[0].date, days[-1].date)
        found = list(planned.select_related("account", "by").order_by("starts_at", "id")[: MOST + 1])
        _place(found[:MOST], days)
        return super().get_context_data(
            **kwargs,
            month=month,
            is_ahead=not typed,
            before=clock.add_months(month, -1) if typed else month,
            after=clock.add_months(month, 1),
            days=days,
            who=who,
            total=sum(len(day.visits) for day in days if day.in_month),
            is_cut=len(found) > MOST,
        )


def _month(typed: str) -> dt.date:
    """The first of the month that was typed, this month when nothing was. BadRequest for what is no month."""
    if not typed:
        return clock.month_start(clock.today())
    parts = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", typed, re.ASCII)
    if not parts:
        raise BadRequest("month: for example 2026-11")
    return dt.date(int(parts[1]), int(parts[2]), 1)


def _days(month: dt.date) -> list[Day]:
    """All days of the weeks, Monday to Sunday, that the month touches."""
    today = clock.today()
    dates = calendar.Calendar().itermonthdates(month.year, month.month)
    return [Day(date, date.month == month.month, date == today, date < today) for date in dates]


def _weeks_ahead() -> list[Day]:
    """This week and the next three, Monday to Sunday."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    dates = [monday + dt.timedelta(days=n) for n in range(7 * WEEKS)]
    return [Day(date, in_month=True, is_today=date == today, is_past=date < today) for date in dates]


def _place(visits: list[Visit], days: list[Day]) -> None:
    by_day = defaultdict(list)
    for visit in visits:
        by_day[timezone.localdate(visit.starts_at)].append(visit)
    for day in days:
        day.visits = by_day[day.date]
