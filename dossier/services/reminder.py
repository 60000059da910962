"""How early contracts are spoken of is written; who is responsible is told once; what renews itself goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries.visit import company_day
from dossier.models import Contract, ContractReminder
from dossier.models.reminder import MOST_DAYS
from dossier.queries import contracts_due
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.services import changes_of, record, record_many
from teams.models import User
from teams.rules import only_leads

AT_ONCE = 500
"""Contracts in one transaction."""

LAST = 31
"""The last day of a month, however long it is."""


class ReminderSpec(NamedTuple):
    """A reminder as somebody wants it, and the version that was read."""

    row: ContractReminder
    version: int
    days: int


@transaction.atomic
def reminders_set(*, actor: User, wanted: Sequence[ReminderSpec]) -> None:
    """Writes how many days ahead, by tier. Forbidden for those who do not lead."""
    only_leads(actor)
    for row, version, days in wanted:
        if not 0 <= days <= MOST_DAYS:
            raise RuleBroken(_("From no days to two years."), field=f"days_{row.pk}")
        if row.version != version:
            raise StaleEdit(row)
    for row, version, days in wanted:
        if changes := differences(row, {"days": days}):
            told = changes_of(row, changes)
            record(
                actor=actor,
                verb="contractreminder.changed",
                subject=save_edit(row, version, changes),
                changes=told,
            )


def contracts_tend() -> tuple[int, int]:
    """What renews itself and has passed its end goes on; then who is responsible is told of what comes to its end, once
    an end. By the company's day. Returns how many of each.

    A batch is all or nothing: a worker that dies in the middle has told nobody of it, and one that comes again finds
    what is done.
    """
    today = company_day(timezone.now())
    return _all_of(_renew, today), _all_of(_remind, today)


def _all_of(tend: Callable[[dt.date], int], today: dt.date) -> int:
    done = 0
    while some := _batch_of(tend, today):
        done += some
    return done


@transaction.atomic
def _batch_of(tend: Callable[[dt.date], int], today: dt.date) -> int:
    wait_for_lock("dossier.contracts")
    return tend(today)


def _renew(today: dt.date) -> int:
    over = Contract.objects.filter(renews=True, ends_on__lt=today, signed_on__isnull=False, terminated_on=None)
    # Where another contract that is signed follows, the old one runs out beside it.
    rows = list(
        over.filter(successor__signed_on=None).select_for_update(of=("self",)).order_by("ends_on", "pk")[:AT_ONCE]
    )
    for row in rows:
        before = row.ends_on
        ends_on, end_day = _next_end(row, today)
        written = save_edit(row, row.version, {"ends_on": ends_on, "end_day": end_day})
        told = {"ends_on": [before, ends_on]}
        record(actor=None, verb="contract.renewed", subject=written, account_id=row.account_id, changes=told)
    return len(rows)


def _next_end(row: Contract, today: dt.date) -> tuple[dt.date, int]:
    """The first end from today on, and the day of the month that it keeps to; the last day of a month stays one."""
    if row.ends_on is None:
        raise AssertionError("what renews itself has an end")
    is_last = (row.ends_on + clock.DAY).day == 1
    day = row.end_day or (LAST if is_last else row.ends_on.day)
    end, steps = row.ends_on, 0
    while end < today or not steps:
        steps += 1
        month = clock.add_months(row.ends_on.replace(day=1), row.renewal_months * steps)
        end = min(month + (day - 1) * clock.DAY, clock.add_months(month, 1) - clock.DAY)
    return end, day


def _remind(today: dt.date) -> int:
    rows = contracts_due(Contract.objects.all(), today)
    rows = rows.filter(Q(reminded_for=None) | ~Q(reminded_for=F("ends_on")))
    found = list(rows.order_by("decide_by", "pk")[:AT_ONCE])
    for row in found:
        row.reminded_for = row.ends_on
    Contract.objects.bulk_update(found, ["reminded_for"])
    told = {row.pk: {"decide_by": row.decide_by, "ends_on": row.ends_on} for row in found}
    subjects = [(row, row.account_id) for row in found]
    record_many(actor=None, verb="contract.reminded", subjects=subjects, changes=told)
    return len(found)
