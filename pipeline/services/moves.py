"""Moving an opportunity through the funnel: to another stage, won, lost, open again."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.columns import save_edit
from foundation.errors import RuleBroken
from journal.services import record
from pipeline.choices import REASONS, CloseReason, MoveKind, Standing, Status
from pipeline.models import Competitor, Opportunity, Rival, Stage
from teams.models import User

from .criteria import refuse_unmet
from .following import hand_to_account_owner
from .history import (
    at_live_account,
    at_live_stage,
    moment_after_last,
    progress,
    refuse_archived,
    refuse_stale,
    refuse_unless_open,
    sees,
    write_move,
)


@transaction.atomic
def opportunity_move(
    row: Opportunity,
    *,
    actor: User,
    version: int,
    stage: Stage,
    note: str = "",
    moved_on: dt.date | None = None,
    is_held: bool = True,
) -> Opportunity:
    """Puts an open opportunity into `stage`; where it stands there already nothing happens.

    RuleBroken: closed or archived, a stage that was taken out, a day in the future or before its last move, a required
    exit criterion on the way that is not ticked (unless not `is_held`: what another system says has happened).
    StaleEdit: somebody changed it since `version`, so that of two people who move one card the second learns of the
    first's move and chooses.
    """
    if stage == row.stage and row.is_open and not row.is_archived:
        return row
    refuse_stale(row, version)
    refuse_unless_open(row)
    stage = at_live_stage(stage)
    if is_held:
        refuse_unmet(row, stage)
    before, origin = copy(row), row.stage
    at = moment_after_last(row, moved_on, field="moved_on") if moved_on else timezone.now()
    row = save_edit(row, version, {"stage": stage, "stage_since": at, **progress(row, stage)})
    write_move(
        row, MoveKind.STAGE, by=actor, at=at, from_stage=origin, to_stage=stage, before=before, note=note,
        is_told=not is_held,
    )  # fmt: skip
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
    lost_to: Competitor | None = None,
    is_held: bool = True,
) -> Opportunity:
    """Won or lost, with a reason that makes sense for it; `closed_on` is today unless told otherwise. Not `is_held`:
    another system says that it has happened.

    RuleBroken: already closed, archived, no reason, a day in the future or before its last move, won although lost to
    a competitor. StaleEdit as above.
    """
    refuse_stale(row, version)
    refuse_unless_open(row)
    if outcome not in REASONS:
        raise RuleBroken(_("Won or lost?"), field="outcome")
    if reason not in REASONS[Status(outcome)] and (is_held or reason != CloseReason.UNSAID):
        raise RuleBroken(_("Say why, so that we learn from it."), field="reason")
    if lost_to and outcome != Status.LOST:
        raise RuleBroken(_("Only what is lost is lost to somebody."), field="lost_to")
    day = closed_on or clock.today()
    at = moment_after_last(row, day, field="closed_on")
    if lost_to:
        Rival.objects.get_or_create(opportunity=row, competitor=lost_to, defaults={"standing": Standing.AHEAD})
    columns = {"status": outcome, "closed_on": day, "close_reason": reason, "close_note": note, "lost_to": lost_to}
    row = save_edit(row, version, {**columns, **progress(row, None)})
    write_move(
        row, MoveKind(outcome), by=actor, at=at, from_stage=row.stage, to_stage=None, reason=reason, note=note,
        is_told=not is_held,
    )  # fmt: skip
    _record(row, actor, f"opportunity.{outcome}", {"state": [Status.OPEN, outcome], "reason": ["", reason]}, note)
    return row


@transaction.atomic
def opportunity_reopen(
    row: Opportunity,
    *,
    actor: User,
    version: int,
    stage: Stage | None = None,
    note: str = "",
    is_held: bool = True,
) -> Opportunity:
    """Opens a closed one again, in the stage it was closed in unless told otherwise. Its history stays whole. Where its
    owner left meanwhile, or sees the account no more, whoever has the account takes over (unless not `is_held`: what
    another system says has happened).

    RuleBroken: open already, archived, at an archived account, a stage that was taken out.
    """
    refuse_stale(row, version)
    refuse_archived(row)
    if row.is_open:
        raise RuleBroken(_("This opportunity is open already."))
    account = at_live_account(row.account) if row.account else None
    outcome, now = row.status, timezone.now()
    columns = {"status": Status.OPEN, "closed_on": None, "close_reason": "", "close_note": "", "lost_to": None}
    stage = at_live_stage(stage or _stage_to_reopen_in(row))
    row = save_edit(row, version, {**columns, "stage": stage, "stage_since": now, **progress(row, stage)})
    write_move(
        row, MoveKind.REOPENED, by=actor, at=now, from_stage=None, to_stage=row.stage, note=note, is_told=not is_held
    )
    _record(row, actor, "opportunity.reopened", {"state": [outcome, Status.OPEN]}, note)
    return _in_seeing_hands(row, account, actor) if is_held and account else row


def _in_seeing_hands(row: Opportunity, account: Account, actor: User) -> Opportunity:
    if row.owner_id == account.owner_id or (row.owner.is_active and sees(row.owner, account)):
        return row
    return hand_to_account_owner(row, account, by=actor)


def _stage_to_reopen_in(row: Opportunity) -> Stage:
    """The one it was closed in; where that was taken out, the last one before it, or the first."""
    if row.stage.retired_at is None:
        return row.stage
    stages = Stage.objects.order_by("position")
    return stages.filter(position__lt=row.stage.position).last() or stages[0]


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, Any], note: str) -> None:
    said = {**changes, "note": ["", note]} if note else changes
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=said)
