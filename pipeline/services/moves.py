"""Moving an opportunity through the funnel: to another stage, won, lost, open again."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock
from foundation.columns import save_edit
from foundation.errors import RuleBroken
from journal.services import record
from pipeline.choices import REASONS, MoveKind, Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import moment_of
from teams.models import User

from .history import progress, refuse_archived, refuse_stale, refuse_unless_open, write_move


@transaction.atomic
def opportunity_move(row: Opportunity, *, actor: User, version: int, stage: Stage, note: str = "") -> Opportunity:
    """Puts an open opportunity into `stage`; where it stands there already nothing happens.

    RuleBroken: closed or archived. StaleEdit: somebody changed it since `version`, so that of two people who move
    one card the second learns of the first's move and chooses.
    """
    if stage == row.stage and row.is_open and not row.is_archived:
        return row
    refuse_stale(row, version)
    refuse_unless_open(row)
    before, origin, now = copy(row), row.stage, timezone.now()
    row = save_edit(row, version, {"stage": stage, "stage_since": now, **progress(row, stage)})
    write_move(row, MoveKind.STAGE, by=actor, at=now, from_stage=origin, to_stage=stage, before=before, note=note)
    _record(row, actor, "opportunity.moved", {"stage": [str(origin), str(stage)]}, note)
    return row


@transaction.atomic
def opportunity_close(
    row: Opportunity,
    *,
    actor: User,
    version: int,
    outcome: str,
    reason: str,
    note: str = "",
    closed_on: dt.date | None = None,
) -> Opportunity:
    """Won or lost, with a reason that makes sense for it; `closed_on` is today unless told otherwise.

    RuleBroken: already closed, archived, no reason, a day in the future or before its last move. StaleEdit as above.
    """
    refuse_stale(row, version)
    refuse_unless_open(row)
    if outcome not in REASONS:
        raise RuleBroken(_("Won or lost?"), field="outcome")
    if reason not in REASONS[Status(outcome)]:
        raise RuleBroken(_("Say why, so that we learn from it."), field="reason")
    day = closed_on or clock.today()
    at = _closing_moment(row, day)
    columns = {"status": outcome, "closed_on": day, "close_reason": reason, "close_note": note}
    row = save_edit(row, version, {**columns, **progress(row, None)})
    write_move(row, MoveKind(outcome), by=actor, at=at, from_stage=row.stage, to_stage=None, reason=reason, note=note)
    _record(row, actor, f"opportunity.{outcome}", {"state": [Status.OPEN, outcome], "reason": ["", reason]}, note)
    return row


@transaction.atomic
def opportunity_reopen(
    row: Opportunity, *, actor: User, version: int, stage: Stage | None = None, note: str = ""
) -> Opportunity:
    """Opens a closed one again, in the stage it was closed in unless told otherwise. Its history stays whole."""
    refuse_stale(row, version)
    refuse_archived(row)
    if row.is_open:
        raise RuleBroken(_("This opportunity is open already."))
    outcome, now = row.status, timezone.now()
    columns = {"status": Status.OPEN, "closed_on": None, "close_reason": "", "close_note": ""}
    stage = stage or row.stage
    row = save_edit(row, version, {**columns, "stage": stage, "stage_since": now, **progress(row, stage)})
    write_move(row, MoveKind.REOPENED, by=actor, at=now, from_stage=None, to_stage=row.stage, note=note)
    _record(row, actor, "opportunity.reopened", {"state": [outcome, Status.OPEN]}, note)
    return row


def _closing_moment(row: Opportunity, day: dt.date) -> dt.datetime:
    """When it was closed, if `day` is not today: that day, after its last move. RuleBroken if that cannot be."""
    today = clock.today()
    if day > today:
        raise RuleBroken(_("It cannot be closed in the future."), field="closed_on")
    if day == today:
        return timezone.now()
    last = Move.objects.filter(opportunity=row).order_by("-at", "-id").values_list("at", flat=True)[0]
    if day < timezone.localdate(last):
        raise RuleBroken(
            _("It still moved on %(day)s. Choose that day or a later one.")
            % {"day": timezone.localdate(last).isoformat()},
            field="closed_on",
        )
    return max(moment_of(day), last)


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, Any], note: str) -> None:
    said = {**changes, "note": ["", note]} if note else changes
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=said)
