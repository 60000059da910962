"""Visits planned several at once: by the cadence, and the order of a day."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Visit
from accounts.queries.route import route_of
from accounts.queries.visit import between, planned
from foundation import clock
from foundation.errors import RuleBroken
from teams.models import Role, User

from .visit import visit_plan, visit_update

HOURS = (9, 11, 13, 15, 17)
"""When visits of a day begin, one after the other; what comes after them as well at the last one."""


@transaction.atomic
def visits_plan(*, actor: User, plans: Iterable[tuple[Account, dt.date]]) -> list[Visit]:
    """A visit in person at each account on its day, all or none: by the account's owner where the actor leads, else by
    himself, at the hours of that person's time zone.

    An account where somebody plans to be already keeps that visit, which is given back in its place: pressed twice, or
    by two people at once, it is planned once.
    """
    wanted = list(plans)
    _lock(account.pk for account, _day in wanted)
    ahead = _ahead([account.pk for account, _day in wanted])
    taken = _taken(actor, wanted)
    return [ahead.get(account.pk) or _plan(actor, account, day, taken, ahead) for account, day in wanted]


def _lock(accounts: Iterable[int]) -> None:
    """In one order, so that two who press at once wait for each other; what is read after it is what stands."""
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=set(accounts)).order_by("pk")
    list(rows.values_list("pk"))


def _ahead(accounts: list[int]) -> dict[int, Visit]:
    rows = between(planned(Visit.objects.filter(account__in=accounts)), first=clock.today())
    return {visit.account_id: visit for visit in rows.order_by("-starts_at", "-id")}


def _taken(actor: User, plans: list[tuple[Account, dt.date]]) -> dict[tuple[int, dt.date], set[int]]:
    """The hours that are taken, by person and day."""
    people = {who.pk: who for who in (_visitor(actor, account) for account, _day in plans)}
    taken: dict[tuple[int, dt.date], set[int]] = defaultdict(set)
    for visit in between(planned(Visit.objects.filter(by__in=people)), first=clock.today()).order_by():
        moment = visit.starts_at.astimezone(_zone(people[visit.by_id]))
        taken[visit.by_id, moment.date()].add(moment.hour)
    return taken


def _plan(
    actor: User,
    account: Account,
    day: dt.date,
    taken: dict[tuple[int, dt.date], set[int]],
    ahead: dict[int, Visit],
) -> Visit:
    by = _visitor(actor, account)
    busy = taken[by.pk, day]
    hour = next((hour for hour in HOURS if hour not in busy), HOURS[-1])
    busy.add(hour)
    moment = dt.datetime.combine(day, dt.time(hour), _zone(by))
    ahead[account.pk] = visit_plan(actor=actor, account=account, by=by, starts_at=moment, minutes=60)
    return ahead[account.pk]


def _visitor(actor: User, account: Account) -> User:
    return account.owner if actor.leads or actor.role == Role.INTEGRATION else actor


def _zone(person: User) -> dt.tzinfo:
    return zoneinfo.ZoneInfo(person.timezone) if person.timezone else timezone.get_current_timezone()


@transaction.atomic
def route_order(*, actor: User, day: dt.date, order: Sequence[int]) -> list[Visit]:
    """The actor's planned visits of `day` in another order: the times stay, the visits change places.

    RuleBroken where they are others by now, or the day is over.
    """
    _lock(visit.account_id for visit in route_of(actor, day))
    visits = list(route_of(actor, day))
    by_id = {visit.pk: visit for visit in visits}
    if sorted(order) != sorted(by_id):
        raise RuleBroken(_("The visits of this day are others by now. Look again."))
    moments = _apart([visit.starts_at for visit in visits], [by_id[pk].minutes for pk in order])
    if moments and timezone.localdate(moments[-1]) != day:
        raise RuleBroken(_("These visits do not fit into the day. Change their times first."))
    for pk, moment in zip(order, moments, strict=True):
        visit_update(by_id[pk], actor=actor, version=by_id[pk].version, starts_at=moment)
    return list(route_of(actor, day))


def _apart(moments: Sequence[dt.datetime], minutes: Sequence[int]) -> list[dt.datetime]:
    """The times in their order; two visits at one time would have none."""
    found: list[dt.datetime] = []
    for moment, before in zip(moments, [0, *minutes], strict=False):
        is_free = not found or moment > found[-1]
        found.append(moment if is_free else found[-1] + dt.timedelta(minutes=max(before, 1)))
    return found
