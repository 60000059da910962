from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.choices import VisitState
from accounts.models import Account, Contact, Visit
from accounts.models.visit import SAID
from foundation.compiled import bring
from foundation.search import matching
from notices.queries import with_mentions
from teams.models import Company

Rows = TypeVar("Rows", bound=QuerySet[Any])


def company_zone() -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(Company.current().timezone)


def company_day(moment: dt.datetime) -> dt.date:
    """The day that books and stored facts count by: everybody's the same, whoever computes it and from where."""
    return moment.astimezone(company_zone()).date()


def with_open_step(visits: Rows) -> Rows:
    """Logged visits whose next step is still to be done."""
    return visits.filter(state=VisitState.LOGGED, next_step_on__isnull=False, next_step_done_at__isnull=True)


def telling(visits: Rows, typed: str) -> Rows:
    """Those whose notes hold every word of `typed`."""
    return matching(visits.alias(said=SAID), typed, "said")


def planned(visits: Rows) -> Rows:
    return visits.filter(state=VisitState.PLANNED)


def with_people(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Adds `people`, a list of {"id", "name"} of whom was met, and joins who went: one query for any number."""
    return _whom(visits.select_related("by"))


def _whom(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    whom = Contact.objects.filter(visits=OuterRef("pk")).order_by("sort_key", "pk")
    people = ArraySubquery(whom.values(data=JSONObject(id="pk", name="name")))
    return visits.annotate(people=people)


def history(visits: QuerySet[Visit], *, before: dt.datetime | None = None) -> QuerySet[Visit]:
    """Logged visits, newest first, those before a moment where one is given."""
    rows = with_mentions(with_people(visits.filter(state=VisitState.LOGGED))).order_by("-starts_at", "-id")
    return rows.filter(starts_at__lt=before) if before else rows


def newest_and_open(visits: QuerySet[Visit], newest: int) -> QuerySet[Visit]:
    """The `newest` logged ones and whatever is still to come (planned ones, open next steps), in one query."""
    logged = visits.filter(state=VisitState.LOGGED).order_by("-starts_at", "-id").values("pk")[:newest]
    still_open = Q(next_step_on__isnull=False, next_step_done_at__isnull=True, state=VisitState.LOGGED)
    rows = visits.filter(Q(pk__in=logged) | Q(state=VisitState.PLANNED) | still_open)
    return bring(rows.select_related("by"), (_whom,), (with_mentions,))


def between(visits: Rows, first: dt.date | None = None, last: dt.date | None = None) -> Rows:
    """Visits from the start of `first` to the end of `last`, days of the reader."""
    if first:
        visits = visits.filter(starts_at__gte=_midnight(first))
    if last and last < dt.date.max:
        visits = visits.filter(starts_at__lt=_midnight(last + dt.timedelta(days=1)))
    return visits


def counts(visits: QuerySet[Visit], today: dt.date) -> dict[str, int]:
    """How many were logged in the last seven days, and how many are planned from today on."""
    lately = Q(state=VisitState.LOGGED, starts_at__gte=_midnight(today - dt.timedelta(days=6)))
    ahead = Q(state=VisitState.PLANNED, starts_at__gte=_midnight(today))
    # What neither counts is not read: the index by day ends the search.
    found = visits.order_by().filter(starts_at__gte=_midnight(today - dt.timedelta(days=6)))
    return found.aggregate(lately=Count("id", filter=lately), ahead=Count("id", filter=ahead))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())


def last_visited(accounts: QuerySet[Account], user: Any) -> QuerySet[Account]:
    """`accounts` where `user` has been, the latest first."""
    own = Visit.objects.filter(account=OuterRef("pk"), by=user, state=VisitState.LOGGED).order_by("-starts_at")
    latest = Subquery(own.values("starts_at")[:1])
    return accounts.annotate(been_at=latest).filter(been_at__isnull=False).order_by("-been_at")
