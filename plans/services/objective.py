from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from plans.models import AccountPlan, Objective
from teams.models import User

from .plan import check_open

MOST = 50


@transaction.atomic
def objective_add(
    *,
    actor: User,
    plan: AccountPlan,
    text: str,
    baseline: Decimal,
    target: Decimal,
    due_on: dt.date,
    **fields: Any,
) -> Objective:
    """Something to reach, in a number. RuleBroken: nothing to do between baseline and target, an archived account, too
    many of them."""
    check_open(plan)
    _check(text, baseline, target)
    if plan.objectives.count() >= MOST:
        raise RuleBroken(_("A plan has %(n)d objectives at most: fewer are reached sooner.") % {"n": MOST})
    row = Objective.objects.create(plan=plan, text=text, baseline=baseline, target=target, due_on=due_on, **fields)
    row.refresh_from_db()  # the progress is the database's
    told = {"text": [None, text], "baseline": [None, baseline], "target": [None, target], "due_on": [None, due_on]}
    record(actor=actor, verb="objective.created", subject=row, account_id=plan.account_id, changes=told)
    return row


@transaction.atomic
def objective_update(row: Objective, *, actor: User, version: int, **fields: Any) -> Objective:
    """Changes it, says what is reached, or drops it. StaleEdit if `version` is old."""
    check_open(row.plan)
    wanted = differences(row, fields)
    if not wanted:
        return row
    _check(*(fields.get(name, getattr(row, name)) for name in ("text", "baseline", "target")))
    told = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    record(actor=actor, verb="objective.updated", subject=row, account_id=row.plan.account_id, changes=told)
    return row


def _check(text: str, baseline: Decimal, target: Decimal) -> None:
    if not text.strip():
        raise RuleBroken(_("Say what is to be reached."), field="text")
    if baseline == target:
        raise RuleBroken(_("The target is where we stand already."), field="target")
