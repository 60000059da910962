"""A lost customer is won back by a plan with steps, or given up; either has its day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_writable
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, plain, record
from losses.choices import LossState, WinBackState
from losses.models import Loss, WinBack, WinBackStep
from teams.models import Company, User
from teams.money import rate_on

from .loss import end

MOST = 50


@transaction.atomic
def win_back_plan(
    *,
    actor: User,
    loss: Loss,
    aim: str,
    approach: str = "",
    expected: Decimal = Decimal(0),
    currency: str = "",
) -> WinBack:
    """Begins to win a lost account back; without an `approach`, by that of the loss's main reason.

    RuleBroken: the account is lost no more, a plan is running, nothing is said of what we try, a currency without a
    rate.
    """
    lock_writable(loss.account_id)
    loss.refresh_from_db(fields=["state", "version"])
    if not loss.is_lost:
        raise RuleBroken(_("This loss is over already."), field="loss")
    if loss.win_backs.filter(state=WinBackState.RUNNING).exists():
        raise RuleBroken(_("A win-back plan is running already."), field="loss")
    currency = currency or Company.current().base_currency
    check_win_back(aim, expected)
    row = WinBack.objects.create(
        loss=loss, aim=aim, approach=approach or loss.reason.approach, expected=expected, currency=currency,
        rate=rate_on(currency, clock.today()),
    )  # fmt: skip
    told = {"approach": [None, row.approach], "expected": [None, f"{expected} {currency}"]}
    record(actor=actor, verb="winback.created", subject=row, account_id=loss.account_id, changes=told)
    return row


@transaction.atomic
def win_back_update(row: WinBack, *, actor: User, version: int, **fields: Any) -> WinBack:
    """RuleBroken once it has its result, and as for `win_back_plan`. StaleEdit if `version` is old."""
    _hold_running(row)
    changes = differences(row, fields)
    if not changes:
        return row
    check_win_back(fields.get("aim", row.aim), fields.get("expected", row.expected))
    told = changes_of(row, changes)
    if changes.keys() & {"currency", "expected"}:
        currency = fields.get("currency") or row.currency
        changes |= {"currency": currency, "rate": rate_on(currency, clock.today())}
    row = save_edit(row, version, changes)
    record(actor=actor, verb="winback.updated", subject=row, account_id=row.loss.account_id, changes=told)
    return row


@transaction.atomic
def win_back_end(
    row: WinBack, *, actor: User, version: int, won: bool, result: str, ended_on: dt.date | None = None
) -> WinBack:
    """Won back: the account is one of ours again. Given up: it stays lost, and another plan may follow.

    RuleBroken: it has a result already, nobody says what came of it, a day to come or before the loss.
    """
    _hold_running(row)
    day = ended_on or clock.today()
    if not row.loss.lost_on <= day <= clock.today():
        raise RuleBroken(_("A day between the loss and today."), field="ended_on")
    if not result.strip():
        raise RuleBroken(_("Say what came of it."), field="result")
    state = WinBackState.WON_BACK if won else WinBackState.GIVEN_UP
    row = save_edit(row, version, {"state": state, "ended_on": day, "result": result})
    told = {"state": [WinBackState.RUNNING.value, state.value], "ended_on": [None, day]}
    record(actor=actor, verb="winback.ended", subject=row, account_id=row.loss.account_id, changes=told)
    if won:
        end(row.loss, actor=actor, version=row.loss.version, state=LossState.WON_BACK, day=day, note=result)
    return row


@transaction.atomic
def win_back_step_add(
    *, actor: User, win_back: WinBack, text: str, due_on: dt.date, owner: User | None = None
) -> WinBackStep:
    """Somebody's next step: the account owner's unless told otherwise; it stands on that person's day when it is due.

    RuleBroken: the plan has its result, no text, an owner who does not see the account, too many of them.
    """
    _hold_running(win_back)
    owner = owner or win_back.loss.account.owner
    check_step(win_back, text, owner)
    if win_back.steps.count() >= MOST:
        raise RuleBroken(_("A win-back plan has %(n)d steps at most.") % {"n": MOST})
    row = WinBackStep.objects.create(win_back=win_back, text=text, due_on=due_on, owner=owner)
    told = {"text": [None, text], "owner": [None, plain(owner)], "due_on": [None, due_on]}
    record(actor=actor, verb="winbackstep.created", subject=row, account_id=win_back.loss.account_id, changes=told)
    return row


@transaction.atomic
def win_back_step_update(row: WinBackStep, *, actor: User, version: int, **fields: Any) -> WinBackStep:
    """Changes or drops it. StaleEdit if `version` is old."""
    _hold_running(row.win_back)
    row.refresh_from_db()
    wanted = differences(row, fields)
    if not wanted:
        return row
    text, owner = (fields.get(name, getattr(row, name)) for name in ("text", "owner"))
    check_step(row.win_back, text, owner)
    told = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    account_id = row.win_back.loss.account_id
    record(actor=actor, verb="winbackstep.updated", subject=row, account_id=account_id, changes=told)
    return row


@transaction.atomic
def win_back_step_done(row: WinBackStep, *, actor: User, done: bool = True) -> WinBackStep:
    """Ticks it off, or takes the tick back. Doing it twice is doing it once. RuleBroken: the plan has its result."""
    _hold_running(row.win_back)
    rows, now = WinBackStep.objects.filter(pk=row.pk, done_at__isnull=done), timezone.now()
    ticked = {"done_at": now, "done_by": actor} if done else {"done_at": None, "done_by": None}
    if rows.update(**ticked, version=F("version") + 1, updated_at=now):
        verb = "winbackstep.done" if done else "winbackstep.reopened"
        record(actor=actor, verb=verb, subject=row, account_id=row.win_back.loss.account_id)
    row.refresh_from_db()
    return row


def check_win_back(aim: str, expected: Decimal) -> None:
    if not aim.strip():
        raise RuleBroken(_("Say what we try."), field="aim")
    if expected < 0:
        raise RuleBroken(_("An amount of zero or more."), field="expected")


def _hold_running(row: WinBack) -> None:
    """Locks its account: what is read of it now stays so until this transaction ends."""
    lock_writable(row.loss.account_id)
    row.refresh_from_db()
    row.loss.refresh_from_db()
    if not row.is_running:
        raise RuleBroken(_("This win-back plan has its result."))


def check_step(row: WinBack, text: str, owner: User) -> None:
    if not text.strip():
        raise RuleBroken(_("Say what is to be done."), field="text")
    if not Account.objects.visible_to(owner).filter(pk=row.loss.account_id).exists():
        raise RuleBroken(_("This person does not see the account."), field="owner")
