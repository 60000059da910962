"""What managers add to the forecast, the rule it follows, and what is kept of it each night."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.locks import wait_for_lock
from foundation.sql import write
from journal.services import changes_of, record
from pipeline.choices import Measure
from pipeline.models import Adjustment, ForecastRule, Snapshot
from pipeline.models.forecast import AboutPeople
from pipeline.queries.composed import SQL
from pipeline.queries.forecast import rates_now
from pipeline.queries.spans import Period
from pipeline.rules import LARGEST_BASE
from teams.models import Company, Team, User
from teams.rules import only_leads


@transaction.atomic
def adjustment_add(
    *,
    actor: User,
    period: Period,
    measure: str,
    amount: Decimal,
    reason: str,
    person: User | None = None,
    team: Team | None = None,
) -> Adjustment:
    """Adds `amount` (base currency, may be negative) to the forecast of a person or a team for `period`.

    Forbidden for who does not lead them. RuleBroken: no amount, no reason, a period that is over, both or neither of
    person and team.
    """
    only_leads_people(actor, person, team)
    reason = " ".join(reason.split())
    if not amount.is_finite() or not amount:
        raise RuleBroken(_("An amount above or below zero."), field="amount")
    if abs(amount) >= LARGEST_BASE:
        raise RuleBroken(_("This amount is too large."), field="amount")
    if not reason:
        raise RuleBroken(_("Say why, for those who will ask."), field="reason")
    if measure not in Measure:
        raise RuleBroken(_("Commit, best case or weighted?"), field="measure")
    if period.last < clock.today():
        raise RuleBroken(_("This period is over: what was said stays as it was said."), field="day")
    row = Adjustment.objects.create(
        person=person, team=team, persons_team=person.team if person else None,
        starts_on=period.first, ends_on=period.last,
        measure=measure, amount=amount, reason=reason, created_by=actor,
    )  # fmt: skip
    changes = {"about": str(row.subject), "measure": measure, "amount": [None, amount], "reason": reason}
    record(actor=actor, verb="adjustment.added", subject=row, changes=changes)
    return row


@transaction.atomic
def adjustment_withdraw(row: Adjustment, *, actor: User) -> Adjustment:
    """Counts no more from now on; what was said until now stays on record."""
    only_leads_there(actor, row)
    gone = Adjustment.objects.filter(pk=row.pk, withdrawn_at=None)
    if not gone.update(withdrawn_at=timezone.now(), withdrawn_by=actor):
        raise RuleBroken(_("It was withdrawn already."))
    row.refresh_from_db()
    record(actor=actor, verb="adjustment.withdrawn", subject=row, changes={"amount": [row.amount, None]})
    return row


@transaction.atomic
def forecast_rule_update(rule: ForecastRule, *, actor: User, version: int, **changes: Any) -> ForecastRule:
    """How observed rates are judged. Forbidden for who does not lead; RuleBroken for values that cannot be."""
    only_leads(actor)
    wanted = differences(rule, changes)
    _refuse_bad_rule(wanted)
    if not wanted:
        return rule
    said = changes_of(rule, wanted)
    rule = save_edit(rule, version, wanted)
    record(actor=actor, verb="forecast_rule.updated", subject=rule, changes=said)
    return rule


def snapshot_due() -> int:
    """Takes the day's snapshot from the company's night hour on."""
    company = Company.current()
    now = timezone.localtime(timezone=zoneinfo.ZoneInfo(company.timezone))
    return snapshot_take(now.date()) if now.hour >= company.night_hour else 0


def snapshot_take(day: dt.date) -> int:
    """Keeps what the forecast says now as that of `day`; a second time writes nothing. Returns the rows."""
    with transaction.atomic():
        wait_for_lock("pipeline.snapshot")
        if Snapshot.objects.filter(taken_on=day).exists():
            return 0
        values = {"day": day, "month": clock.month_start(day), "year": day.replace(month=1, day=1), **rates_now()}
        return int(write(SQL / "snapshot.sql", values)[0]["kept"])


def only_leads_people(actor: User, person: User | None, team: Team | None) -> None:
    """Forbidden unless `actor` leads the one person or team that is meant; nobody judges himself."""
    only_leads(actor)
    if (person is None) == (team is None):
        raise RuleBroken(_("Choose a person or a team."), field="person")
    _only_leads(actor, person, team.pk if team else person.team_id if person else None)


def only_leads_there(actor: User, row: AboutPeople) -> None:
    """Forbidden unless `actor` leads the team that `row` counts for, wherever its person works by now."""
    only_leads(actor)
    _only_leads(actor, row.person, row.counts_for)


def _only_leads(actor: User, person: User | None, of_team: int | None) -> None:
    if actor.sees_all:
        return
    if person == actor or of_team not in actor.reach:
        raise Forbidden(_("Only people who lead them may do this."))


def _refuse_bad_rule(wanted: dict[str, Any]) -> None:
    weight, level, months = (wanted.get(name) for name in ("prior_weight", "level", "lookback_months"))
    if weight is not None and not (weight.is_finite() and 1 <= weight <= 10_000):
        raise RuleBroken(_("From 1 to 10,000 cases."), field="prior_weight")
    if level is not None and not (level.is_finite() and Decimal("0.5") <= level <= Decimal("0.999")):
        raise RuleBroken(_("A level from 0.5 to 0.999."), field="level")
    if months is not None and not 1 <= months <= 120:
        raise RuleBroken(_("From 1 to 120 months."), field="lookback_months")
