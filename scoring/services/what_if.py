"""Who would move under another version of the policy: judged by a job, kept with the version and the night, and nothing
written that anybody would be rated by."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from foundation.sql import allow_memory, aside, in_one_process, run_step
from journal.jobs import enqueue, is_waiting
from journal.services import record
from scoring import rules
from scoring.choices import RunState
from scoring.models import TierPolicy, WhatIf, WhatIfMove
from scoring.queries.nights import standing_night
from scoring.queries.recipe import made_by
from teams.models import Company, User
from teams.rules import only_leads

from .judging import not_asked, policy_values
from .night import MEMORY, NIGHT
from .plan import EVERYTHING, window_values
from .ranking import boundaries
from .what_if_bridge import WHAT_IF, way

TASK = "scoring.judge_draft"
DAY = dt.timedelta(days=1)
ALL_ARE_JUDGED = {"doubtful", "lifted", "between", "afresh", "again"}
"""Conditions of 060_judge.sql by which a night spares those who may not be decided otherwise."""


@transaction.atomic
def what_if_start(policy: TierPolicy, *, actor: User) -> WhatIf:
    """Queues what the next night would decide under `policy`. One that has not begun yet is not queued again.

    Forbidden for who does not lead; RuleBroken while there is no night to judge on.
    """
    only_leads(actor)
    wait_for_lock("scoring.what_if")
    row = _row(policy)
    asked = {"state": RunState.QUEUED, "done": 0, "error": "", "requested_by": actor}
    WhatIf.objects.filter(pk=row.pk).update(**asked, requested_at=timezone.now())
    if not is_waiting(TASK, row.pk):
        record(actor=actor, verb="policy.judged", subject=policy, changes={"night": str(row.run.business_date)})
        enqueue(TASK, row.pk)
    row.refresh_from_db()
    return row


def what_if_now(policy: TierPolicy) -> WhatIf:
    """The same, judged here and now."""
    return what_if_judge(_row(policy).pk)


def what_if_judge(what_if_id: int) -> WhatIf:
    """Judges and keeps who would move; waits while a night runs. Whatever goes wrong leaves the result before."""
    try:
        with transaction.atomic():
            wait_for_lock("scoring.night")
            row = WhatIf.objects.select_related("policy", "run__policy").get(pk=what_if_id)
            _judge(row)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"[:2000]
        WhatIf.objects.filter(pk=what_if_id).update(state=RunState.FAILED, error=failure)
        raise
    return row


def _row(policy: TierPolicy) -> WhatIf:
    night = standing_night()
    if night is None:
        raise RuleBroken(_("Without a night on record nobody can say yet who would move."))
    return WhatIf.objects.select_related("run").get_or_create(policy=policy, run=night)[0]


def _judge(row: WhatIf) -> None:
    started, as_of = time.perf_counter(), timezone.now()
    policy, night, (zone, rates) = row.policy, row.run, made_by()
    values = _values(row, as_of)
    how = way(night, policy, values)
    following = night.business_date + DAY
    judging = {"date": following, "month": following.replace(day=1), **policy_values(policy, following)}
    allow_memory(MEMORY)
    in_one_process()
    with aside() as tell:
        done = {"what_if": row.pk, "planned": len(how.standing) + 3}
        for number, step in enumerate(how.standing):
            tell(WHAT_IF / "progress.sql", done | {"done": number})
            run_step(step.file, values | step.values, without=step.without)
        tell(WHAT_IF / "progress.sql", done | {"done": len(how.standing)})
        judging |= boundaries(how.rank(night), policy)
        for step in how.ranked:
            run_step(step.file, values | judging | step.values, without=step.without)
        run_step(NIGHT / "060_judge.sql", values | judging, without=ALL_ARE_JUDGED | not_asked(policy))
        tell(WHAT_IF / "progress.sql", done | {"done": len(how.standing) + 1})
        run_step(WHAT_IF / "keep.sql", values)
    run_step(how.forget, {})
    row.moved = WhatIfMove.objects.filter(what_if=row).count()
    row.state, row.judged_at, row.error = RunState.DONE, as_of, ""
    row.zone, row.cost_rates = zone, rates
    row.seconds = round(time.perf_counter() - started, 3)
    row.save(update_fields=["moved", "state", "judged_at", "error", "seconds", "zone", "cost_rates"])


def _values(row: WhatIf, as_of: dt.datetime) -> dict[str, Any]:
    """Sums are those of the night; what goes by the calendar (pins, months) is judged as of the night after it."""
    policy, night = row.policy, row.run
    own_window = (night.policy or policy).window_months
    return {
        **window_values(night.business_date, policy, Company.current().timezone),
        **EVERYTHING.values(),
        "as_of": as_of,
        "again": None,
        "what_if": row.pk,
        "night": night.business_date,
        "night_after": rules.window(night.business_date, own_window).after,
    }
