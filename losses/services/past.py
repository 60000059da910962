"""What was lost, tried and ended before it came here: kept as it was, with its days. Nothing else happens by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import lock_writable
from foundation import clock
from foundation.errors import RuleBroken
from journal.services import plain, record
from losses.choices import LossState, WinBackState
from losses.models import Loss, LossReason, WinBack, WinBackStep
from teams.models import Company, User
from teams.money import rate_on

from .loss import check_loss
from .win_back import MOST, check_step, check_win_back


@transaction.atomic
def past_loss_tell(loss: Loss, *, actor: User, also: Iterable[LossReason] = ()) -> Loss:
    """A loss that is over. RuleBroken as for `loss_record`; an end before the loss, to come, or without a why."""
    account = lock_writable(loss.account_id)
    check_loss(loss)
    if loss.state == LossState.LOST or loss.ended_on is None or not loss.lost_on <= loss.ended_on <= clock.today():
        raise RuleBroken(_("A day between the loss and today."), field="ended_on")
    if not loss.end_note.strip():
        raise RuleBroken(_("Say why."), field="end_note")
    loss.recorded_by = actor
    loss.save(force_insert=True)
    loss.also.set(row for row in also if row != loss.reason)
    told = {"lost_on": [None, loss.lost_on], "reason": [None, plain(loss.reason)], "state": [None, loss.state]}
    record(actor=actor, verb="loss.told", subject=loss, account_id=account.pk, changes=told)
    return loss


@transaction.atomic
def past_win_back_tell(plan: WinBack, *, actor: User) -> WinBack:
    """A win-back plan that has its result. RuleBroken as for `win_back_plan` and `win_back_end`."""
    lock_writable(plan.loss.account_id)
    check_win_back(plan.aim, plan.expected)
    if plan.state == WinBackState.RUNNING or plan.ended_on is None:
        raise RuleBroken(_("A day between the loss and today."), field="ended_on")
    if not plan.loss.lost_on <= plan.ended_on <= clock.today():
        raise RuleBroken(_("A day between the loss and today."), field="ended_on")
    if not plan.result.strip():
        raise RuleBroken(_("Say what came of it."), field="result")
    plan.currency = plan.currency or Company.current().base_currency
    plan.rate = rate_on(plan.currency, plan.ended_on)
    plan.save(force_insert=True)
    told = {"state": [None, plan.state], "ended_on": [None, plan.ended_on]}
    record(actor=actor, verb="winback.told", subject=plan, account_id=plan.loss.account_id, changes=told)
    return plan


@transaction.atomic
def past_step_tell(
    *,
    actor: User,
    win_back: WinBack,
    text: str,
    due_on: dt.date,
    owner: User,
    done_on: dt.date | None = None,
    is_dropped: bool = False,
) -> WinBackStep:
    """A step that was done, dropped, or left when its plan ended. RuleBroken as for `win_back_step_add`."""
    lock_writable(win_back.loss.account_id)
    check_step(win_back, text, owner)
    if done_on and done_on > clock.today():
        raise RuleBroken(_("This day lies ahead."), field="done_on")
    if win_back.steps.count() >= MOST:
        raise RuleBroken(_("A win-back plan has %(n)d steps at most.") % {"n": MOST})
    noon = dt.datetime.combine(done_on, dt.time(12), timezone.get_current_timezone()) if done_on else None
    row = WinBackStep.objects.create(
        win_back=win_back, text=text, due_on=due_on, owner=owner, is_dropped=is_dropped, done_at=noon,
        done_by=owner if noon else None,
    )  # fmt: skip
    told = {"text": [None, text], "owner": [None, plain(owner)], "due_on": [None, due_on]}
    record(actor=actor, verb="winbackstep.told", subject=row, account_id=win_back.loss.account_id, changes=told)
    return row
