"""Developing target accounts: started, recorded step by step, won over or filed as failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_account
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from pipeline.choices import REASONS, DevelopmentState, Status
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep
from pipeline.rules import lines_of
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def development_start(*, actor: User, account: Account, goal: str, competitor: str = "") -> Development:
    """Makes `account` a target, in the first step. RuleBroken: archived; one is under way there already."""
    account = lock_account(account.pk)
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    if Development.objects.filter(account=account, state=DevelopmentState.OPEN).exists():
        raise RuleBroken(_("This account is being developed already."), field="account")
    first = DevelopmentStep.objects.order_by("position")[0]
    with unique_or_refused(one_open_development="account"):
        row = Development.objects.create(
            account=account, goal=goal, competitor=competitor, step=first, created_by=actor
        )
    _record(row, actor, "development.started", {"step": [None, str(first)]})
    return row


@transaction.atomic
def development_update(row: Development, *, actor: User, version: int, **changes: Any) -> Development:
    """Goal and competitor, as long as it is under way."""
    wanted = differences(row, changes)
    if not wanted:
        return row
    _refuse_unless_open(row)
    said = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    _record(row, actor, "development.updated", said)
    return row


@transaction.atomic
def development_record(
    row: Development,
    *,
    actor: User,
    version: int,
    note: str,
    on: dt.date | None = None,
    documents: str = "",
    met: Sequence[str] = (),
    go_on: bool = False,
) -> DevelopmentEntry:
    """Adds to the record of the present step; with `go_on` the next step begins, after the last one it is won over.

    RuleBroken: not under way; a day in the future or before it was started; `met` that the step does not ask for.
    """
    _refuse_unless_open(row)
    day = on or clock.today()
    if day > clock.today():
        raise RuleBroken(_("This day lies ahead."), field="on")
    if day < row.started_on:
        raise RuleBroken(_("The record was not under way on this day."), field="on")
    if not set(met) <= {*lines_of(row.step.needs), *lines_of(row.step.needs_zh)}:
        raise RuleBroken(_("The step does not ask for this any more."), field="met")
    entry = DevelopmentEntry.objects.create(
        development=row, step=row.step, on=day, by=actor, note=note, documents=documents, met=list(met)
    )
    changes, verb = _after(row) if go_on else ({}, "development.recorded")
    said = changes_of(row, changes)
    save_edit(row, version, changes)
    _record(row, actor, verb, said)
    return entry


@transaction.atomic
def development_fail(row: Development, *, actor: User, version: int, reason: str, lesson: str) -> Development:
    """Files it as failed in its present step, with the reason and what is to be learnt from it."""
    _refuse_unless_open(row)
    if reason not in REASONS[Status.LOST]:
        raise RuleBroken(_("Say why, so that we learn from it."), field="reason")
    if not lesson:
        raise RuleBroken(_("Say what the next one should know."), field="lesson")
    columns = {"state": DevelopmentState.FAILED, "ended_on": clock.today(), "failed_reason": reason, "lesson": lesson}
    said = changes_of(row, columns)
    row = save_edit(row, version, columns)
    _record(row, actor, "development.failed", said)
    return row


@transaction.atomic
def development_reopen(row: Development, *, actor: User, version: int) -> Development:
    """Takes it up again in the step where it ended; what was recorded stays."""
    if row.is_open:
        raise RuleBroken(_("This is under way already."))
    if lock_account(row.account_id).is_archived:
        raise RuleBroken(_("This account is archived."))
    columns = {"state": DevelopmentState.OPEN, "ended_on": None, "failed_reason": "", "lesson": ""}
    said = changes_of(row, columns)
    with unique_or_refused(one_open_development="account"):
        row = save_edit(row, version, columns)
    _record(row, actor, "development.reopened", said)
    return row


@transaction.atomic
def development_step_update(step: DevelopmentStep, *, actor: User, version: int, **changes: Any) -> DevelopmentStep:
    """Its names and what it needs. Forbidden for those who do not lead."""
    only_leads(actor)
    wanted = differences(step, changes)
    if not wanted:
        return step
    said = changes_of(step, wanted)
    step = save_edit(step, version, wanted)
    record(actor=actor, verb="developmentstep.updated", subject=step, changes=said)
    return step


def _after(row: Development) -> tuple[dict[str, Any], str]:
    """The columns that change when the present step is done, and what that is called."""
    following = DevelopmentStep.objects.filter(position__gt=row.step.position).order_by("position").first()
    if following:
        return {"step": following}, "development.went_on"
    return {"state": DevelopmentState.WON, "ended_on": clock.today()}, "development.won"


def _refuse_unless_open(row: Development) -> None:
    if not row.is_open:
        raise RuleBroken(_("This record is closed. Take it up again first."))


def _record(row: Development, actor: User, verb: str, changes: dict[str, Any]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)


def both_developed(survivor: Account, merged: Account) -> str:
    """Why two accounts cannot be one yet: each has a record under way, and there is one at a time."""
    under_way = Development.objects.filter(account__in=[survivor, merged], state=DevelopmentState.OPEN)
    if under_way.count() > 1:
        return _("Both are being developed: close one of the two records first.")
    return ""
