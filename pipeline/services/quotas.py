"""What people and teams are to win."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import changes_of, record
from pipeline.models import Quota
from pipeline.queries.spans import Period
from pipeline.rules import LARGEST_BASE
from teams.models import Company, Team, User
from teams.money import rate_on

from .forecasting import only_leads_people, only_leads_there


@transaction.atomic
def quota_set(
    *,
    actor: User,
    period: Period,
    base: Decimal,
    stretch: Decimal | None = None,
    currency: str = "",
    person: User | None = None,
    team: Team | None = None,
) -> Quota:
    """A quota for a period nothing of which has one yet.

    Forbidden for who does not lead the person or team. RuleBroken: an overlap, amounts of zero or less, too large, a
    stretch below the quota, a currency without a rate that day.
    """
    only_leads_people(actor, person, team)
    currency = currency or Company.current().base_currency
    stretch = base if stretch is None else stretch
    rate = _judged(base, stretch, currency, period.first)
    # One at a time for each company: the constraint of the table is the last word, this is the polite one.
    wait_for_lock("pipeline.quota")
    _refuse_overlap(person, team, period)
    row = Quota.objects.create(
        person=person, team=team, persons_team=person.team if person else None,
        kind=period.kind, starts_on=period.first, ends_on=period.last,
        base=base, stretch=stretch, currency=currency, rate=rate,
    )  # fmt: skip
    changes = {"about": str(row.subject), "base": [None, base], "stretch": [None, stretch], "currency": currency}
    record(actor=actor, verb="quota.set", subject=row, changes=changes)
    return row


@transaction.atomic
def quota_update(row: Quota, *, actor: User, version: int, **changes: Any) -> Quota:
    """Other amounts or another currency; person, team and period stay."""
    only_leads_there(actor, row)
    wanted = differences(row, changes)
    if not wanted:
        return row
    base, stretch, currency = (wanted.get(name, getattr(row, name)) for name in ("base", "stretch", "currency"))
    said = changes_of(row, wanted)
    rate = _judged(base, stretch, currency, row.starts_on)
    row = save_edit(row, version, {**wanted, "rate": rate})
    record(actor=actor, verb="quota.updated", subject=row, changes=said)
    return row


@transaction.atomic
def quota_remove(row: Quota, *, actor: User) -> None:
    only_leads_there(actor, row)
    changes = {"about": str(row.subject), "from": row.starts_on, "base": [row.base, None]}
    record(actor=actor, verb="quota.removed", subject=row, changes=changes)
    row.delete()


def _judged(base: Decimal, stretch: Decimal, currency: str, first: dt.date) -> Decimal:
    """The rate that counts, where the amounts can be."""
    if not (base.is_finite() and base > 0):
        raise RuleBroken(_("A quota above zero."), field="base")
    if not (stretch.is_finite() and stretch >= base):
        raise RuleBroken(_("A stretch of at least the quota."), field="stretch")
    rate = rate_on(currency, min(first, clock.today()))
    if stretch * rate >= LARGEST_BASE:
        raise RuleBroken(_("This amount is too large."), field="base")
    return rate


def _refuse_overlap(person: User | None, team: Team | None, period: Period) -> None:
    there = Quota.objects.filter(
        person=person,
        team=team,
        persons_team=person.team if person else None,
        starts_on__lte=period.last,
        ends_on__gte=period.first,
    ).first()
    if there:
        raise RuleBroken(
            _("A quota from %(first)s to %(last)s stands there already. Change it, or remove it first.")
            % {"first": there.starts_on.isoformat(), "last": there.ends_on.isoformat()},
            field="day",
        )
