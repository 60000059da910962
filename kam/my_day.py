"""My day: what is due, overdue and planned, and whom nobody has seen for too long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db.models import Count, Min, Q, QuerySet, Window
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from accounts.models import Account, Contact, Visit
from accounts.queries.account import waiting_accounts
from accounts.queries.contact import with_birthday_within
from accounts.queries.visit import between, planned, with_people
from foundation import clock
from foundation.figures import is_chinese
from foundation.filters import only
from foundation.offline import KeptPage
from foundation.paging import counted_page
from foundation.views import PageView
from scoring.models import Alert
from scoring.models.alert import OPEN_STATES
from scoring.queries.alerts import alerts_with_people, handed_up, with_sentences
from scoring.queries.words import concern_sentences

from . import first_steps
from .promises import Due

SHOWN = 7
AHEAD = dt.timedelta(days=7)
MINE, TEAM = "mine", "team"


@dataclass(frozen=True)
class Section:
    """The first rows of a part of the day, and how many there are."""

    rows: list[Any] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


class Figure(NamedTuple):
    """A figure of the headline and where its rows are on the page."""

    anchor: str
    words: str


@dataclass(frozen=True)
class Concern:
    """An account with its open alerts, the most urgent first."""

    alerts: list[Alert]

    @property
    def account(self) -> Account:
        return self.alerts[0].account

    @property
    def due_on(self) -> dt.date:
        return self.alerts[0].due_on

    @property
    def owner(self) -> Any:
        return self.alerts[0].owner

    @property
    def handed_up(self) -> Alert | None:
        """The first of its alerts that was escalated."""
        return next((alert for alert in self.alerts if alert.escalated_to_id), None)

    @property
    def reasons(self) -> str:
        """The sentences of its alerts, joined."""
        space = "" if is_chinese(get_language() or "en") else " "
        return space.join(concern_sentences(self.alerts, clock.today()))


@dataclass(frozen=True)
class Day:
    """The day of one reader: his own work, or that of everybody he sees."""

    user: Any
    scope: str
    today: dt.date

    @cached_property
    def visits(self) -> Section:
        """Planned for today, and those of earlier days that nobody has logged."""
        rows = between(self._planned(), last=self.today)
        return _first(with_people(rows).select_related("account").order_by("starts_at", "id"))

    @cached_property
    def coming(self) -> Section:
        """Planned for the next seven days."""
        rows = between(self._planned(), self.today + dt.timedelta(days=1), self.today + AHEAD)
        return _first(with_people(rows).select_related("account").order_by("starts_at", "id"))

    @cached_property
    def due(self) -> Section:
        """Every `Promise` that is due, from visits, opportunities and reviews, the oldest first."""
        return Section(*Due(self.user, self.today, team=self.scope == TEAM).fetch(0, SHOWN))

    @cached_property
    def alerts(self) -> Section:
        """Accounts with open alerts (`Concern`): what was escalated to the reader, then the most urgent."""
        rows = Alert.objects.visible_to(self.user).filter(state__in=OPEN_STATES)
        rows = rows if self.scope == TEAM else rows.filter(Q(owner=self.user) | Q(escalated_to=self.user))
        up = handed_up(self.user)
        accounts = rows.order_by().values("account").annotate(up=Min(up), due=Min("due_on"), of=Window(Count("*")))
        first = list(accounts.order_by("up", "due", "account").values_list("account", "of")[:SHOWN])
        if not first:
            return Section()
        found = alerts_with_people(rows.filter(account__in=[account for account, _ in first]))
        return Section(_concerns(with_sentences(found.order_by(up, "due_on", "id"))), first[0][1])

    @cached_property
    def waiting(self) -> Section:
        """Accounts that are overdue for a visit, the best first, then those seen longest ago."""
        rows = Account.objects.visible_to(self.user)
        rows = rows if self.scope == TEAM else rows.filter(owner=self.user)
        return _first(waiting_accounts(rows, self.today).select_related("owner"))

    @cached_property
    def birthdays(self) -> Section:
        """Of people at customers, today and in the next six days."""
        rows = Contact.objects.visible_to(self.user).filter(account__archived_at=None)
        rows = rows if self.scope == TEAM else rows.filter(account__owner=self.user)
        return _first(with_birthday_within(rows, self.today, AHEAD.days).select_related("account"))

    @property
    def midnight(self) -> dt.datetime:
        """When the reader's day began: a visit planned for an earlier one still waits to be logged."""
        return dt.datetime.combine(self.today, dt.time(), timezone.get_current_timezone())

    @property
    def headline(self) -> list[Figure]:
        """The day in one sentence, without what there is none of."""
        due, waiting = self.due.count, self.waiting.count
        parts = [
            ("visits", ngettext("%(n)d visit", "%(n)d visits", self.visits.count), self.visits.count),
            ("due", ngettext("%(n)d next step due", "%(n)d next steps due", due), due),
            (
                "alerts",
                ngettext("%(n)d account with an alert", "%(n)d accounts with alerts", self.alerts.count),
                self.alerts.count,
            ),
            (
                "waiting",
                ngettext("%(n)d account overdue for a visit", "%(n)d accounts overdue for a visit", waiting),
                waiting,
            ),
        ]
        return [Figure(anchor, words % {"n": n}) for anchor, words, n in parts if n]

    def _planned(self) -> QuerySet[Visit]:
        rows = planned(Visit.objects.visible_to(self.user)).filter(account__archived_at=None)
        return rows if self.scope == TEAM else rows.filter(by=self.user)


class OfScope(PageView):
    """`?scope=team` shows those who lead everybody they see, `mine` their own work."""

    def scope(self) -> str:
        """What was asked for, else the team's for those who lead."""
        typed = self.request.GET.get("scope", TEAM if self.reader.leads else MINE)
        if typed not in {MINE, TEAM} or (typed == TEAM and not self.reader.leads):
            raise BadRequest("scope: mine, or team for those who lead")
        return typed


class MyDay(KeptPage, OfScope):
    template_name = "kam/my_day.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "scope")
        day = Day(self.reader, self.scope(), clock.today())
        steps = first_steps.of(self.reader)
        return super().get_context_data(**kwargs, day=day, scope=day.scope, first_steps=steps)


class DueList(OfScope):
    """All next steps that are due, of which My day shows the oldest."""

    template_name = "kam/due.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "scope", "page")
        scope = self.scope()
        due = Due(self.reader, clock.today(), team=scope == TEAM)
        page = counted_page(self.request.GET.get("page"), due.fetch)
        return super().get_context_data(**kwargs, page=page, scope=scope)


def _concerns(alerts: list[Alert]) -> list[Concern]:
    """One for each account, in the order in which the accounts first occur."""
    found: dict[int, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(alert.account_id, []).append(alert)
    return [Concern(of_one) for of_one in found.values()]


def _first(rows: QuerySet[Any]) -> Section:
    """The first rows, and the number of all: counted and sorted by their ids, then read whole."""
    found = list(rows.annotate(of=Window(Count("*"))).values_list("pk", "of")[:SHOWN])
    if not found:
        return Section()
    return Section(list(rows.filter(pk__in=[pk for pk, _ in found])), found[0][1])
