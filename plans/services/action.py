from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, plain, record
from plans.models import AccountPlan, Objective, PlanAction
from teams.models import User

from .plan import check_open

MOST = 200


@transaction.atomic
def action_add(
    *, actor: User, plan: AccountPlan, text: str, due_on: dt.date, owner: User | None = None, **fields: Any
) -> PlanAction:
    """Somebody's next step in a plan: the account owner's unless told otherwise.

    RuleBroken: no text, an owner who does not see the account, an objective of another plan, an archived account, too
    many of them.
    """
    check_open(plan)
    owner = owner or plan.account.owner
    _check(plan, text, owner, fields.get("objective"))
    if plan.actions.count() >= MOST:
        raise RuleBroken(_("A plan has %(n)d actions at most.") % {"n": MOST})
    row = PlanAction.objects.create(plan=plan, text=text, due_on=due_on, owner=owner, **fields)
    told = {"text": [None, text], "owner": [None, plain(owner)], "due_on": [None, due_on]}
    record(actor=actor, verb="planaction.created", subject=row, account_id=plan.account_id, changes=told)
    return row


@transaction.atomic
def action_update(row: PlanAction, *, actor: User, version: int, **fields: Any) -> PlanAction:
    """Changes it, says how long it took, or drops it. StaleEdit if `version` is old."""
    check_open(row.plan)
    wanted = differences(row, fields)
    if not wanted:
        return row
    _check(row.plan, *(fields.get(name, getattr(row, name)) for name in ("text", "owner", "objective")))
    told = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    record(actor=actor, verb="planaction.updated", subject=row, account_id=row.plan.account_id, changes=told)
    return row


@transaction.atomic
def action_done(row: PlanAction, *, actor: User, done: bool = True) -> PlanAction:
    """Ticks it off, or takes the tick back. Doing it twice is doing it once."""
    rows = PlanAction.objects.filter(pk=row.pk, done_at__isnull=done)
    if rows.update(done_at=timezone.now() if done else None, done_by=actor if done else None):
        verb = "planaction.done" if done else "planaction.reopened"
        record(actor=actor, verb=verb, subject=row, account_id=row.plan.account_id)
    row.refresh_from_db()
    return row


def _check(plan: AccountPlan, text: str, owner: User, objective: Objective | None) -> None:
    if not text.strip():
        raise RuleBroken(_("Say what is to be done."), field="text")
    if objective and objective.plan_id != plan.pk:
        raise RuleBroken(_("This objective belongs to another plan."), field="objective")
    if not Account.objects.visible_to(owner).filter(pk=plan.account_id).exists():
        raise RuleBroken(_("This person does not see the account."), field="owner")
