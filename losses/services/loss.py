"""An account is lost with a review, and comes back when it is won again or was marked by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.rules import FIRST_MOMENT
from accounts.services import account_lost_on, lock_writable
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import beside_many
from journal.services import changes_of, plain, record
from losses.choices import LossState
from losses.models import Loss, LossReason
from pipeline.models import Competitor
from scoring.choices import Outcome
from scoring.models import Alert
from scoring.models.alert import OPEN_STATES
from scoring.services import alert_update
from teams.models import User


@transaction.atomic
def loss_record(
    *,
    actor: User,
    account: Account,
    lost_on: dt.date,
    reason: LossReason,
    learned: str,
    also: Iterable[LossReason] = (),
    competitor: Competitor | None = None,
    decided_by: Contact | None = None,
) -> Loss:
    """Marks an account as lost, with its review; closes its open alerts with the outcome "lost".

    RuleBroken: an account that is archived or lost already, a day to come, nothing learned, a reason that is not
    offered, a person of another account.
    """
    beside_many()  # the account is held when its alerts are written: a night has the alerts first
    account = lock_writable(account.pk)
    if account.lost_on:
        raise RuleBroken(_("This account is marked as lost already."), field="account")
    loss = Loss(
        account=account, lost_on=lost_on, reason=reason, learned=learned, competitor=competitor, decided_by=decided_by,
        recorded_by=actor,
    )  # fmt: skip
    also = list(also)
    check_loss(loss)
    _check_reasons([reason, *also])
    loss.save(force_insert=True)
    loss.also.set(row for row in also if row != reason)
    account_lost_on(account, lost_on)
    told = {"lost_on": [None, lost_on], "reason": [None, plain(reason)]}
    record(actor=actor, verb="loss.recorded", subject=loss, account_id=account.pk, changes=told)
    for alert in Alert.objects.filter(account=account, state__in=OPEN_STATES).select_for_update().order_by("pk"):
        alert_update(alert, actor=actor, version=alert.version, outcome=Outcome.LOST)
    return loss


@transaction.atomic
def loss_update(
    loss: Loss, *, actor: User, version: int, also: Iterable[LossReason] | None = None, **fields: Any
) -> Loss:
    """Mends the review. StaleEdit if `version` is old; RuleBroken as for `loss_record`."""
    account, also = lock_writable(loss.account_id), None if also is None else list(also)
    loss.refresh_from_db()
    before = set(loss.also.all())
    reason = fields.get("reason", loss.reason)
    further = (before if also is None else set(also)) - {reason}
    _check_reasons(({reason} | further) - before - {loss.reason})
    wanted = differences(loss, fields)
    if not wanted and further == before:
        return loss
    names = ("lost_on", "learned")
    said = {name: fields.get(name, getattr(loss, name)) for name in names}
    # Who is named already may have gone to another account: it was he who decided all the same.
    check_loss(Loss(account=account, decided_by=wanted.get("decided_by"), **said))
    if "lost_on" in wanted:
        _check_order(loss, said["lost_on"])
    told = changes_of(loss, wanted)
    loss = save_edit(loss, version, wanted)
    if further != before:
        loss.also.set(further)
        told["also"] = [sorted(map(plain, rows)) for rows in (before, further)]
    if "lost_on" in wanted and loss.is_lost:
        account_lost_on(account, loss.lost_on)
    record(actor=actor, verb="loss.updated", subject=loss, account_id=account.pk, changes=told)
    return loss


@transaction.atomic
def loss_withdraw(loss: Loss, *, actor: User, version: int, note: str) -> Loss:
    """It was marked by mistake: the account is one of ours again; the review stays, with why it was taken back.

    Alerts that were closed stay closed. RuleBroken: it is over already, nobody says why, a win-back plan is running.
    """
    lock_writable(loss.account_id)
    loss.refresh_from_db()
    if loss.version != version:
        raise StaleEdit(loss)
    if loss.win_backs.filter(state="running").exists():
        raise RuleBroken(_("A win-back plan is running. Say its result first."))
    return end(loss, actor=actor, version=version, state=LossState.WITHDRAWN, day=clock.today(), note=note)


def end(loss: Loss, *, actor: User, version: int, state: LossState, day: dt.date, note: str) -> Loss:
    """The account is not lost any more."""
    account = lock_writable(loss.account_id)
    loss.refresh_from_db()
    if not loss.is_lost:
        raise RuleBroken(_("This loss is over already."))
    if not note.strip():
        raise RuleBroken(_("Say why."), field="note")
    loss = save_edit(loss, version, {"state": state, "ended_on": day, "end_note": note})
    account_lost_on(account, None)
    told = {"state": [LossState.LOST.value, state.value], "ended_on": [None, day]}
    record(actor=actor, verb=f"loss.{state.value}", subject=loss, account_id=account.pk, changes=told)
    return loss


def one_is_lost(survivor: Account, merged: Account) -> str:
    """Whether both are ours is to be said before they become one."""
    if survivor.lost_on or merged.lost_on:
        return _("One of them is marked as lost. Win it back or take that back first.")
    return ""


def _check_order(loss: Loss, lost_on: dt.date) -> None:
    """Nothing comes to its end before it began."""
    ends = [loss.ended_on, *loss.win_backs.values_list("ended_on", flat=True)]
    if any(end and end < lost_on for end in ends):
        raise RuleBroken(_("What came of it was said on an earlier day."), field="lost_on")


def check_loss(loss: Loss) -> None:
    if not FIRST_MOMENT.date() <= loss.lost_on <= clock.today():
        raise RuleBroken(_("Say when it was lost: no day that lies ahead."), field="lost_on")
    if not loss.learned.strip():
        raise RuleBroken(_("Say what we learned: no account is lost without a review."), field="learned")
    if loss.decided_by and loss.decided_by.account_id != loss.account_id:
        raise RuleBroken(_("Somebody chosen here belongs to another account."), field="decided_by")


def _check_reasons(reasons: Iterable[LossReason]) -> None:
    if not all(reason.is_offered for reason in reasons):
        raise RuleBroken(_("This reason is not offered any more."), field="reason")
