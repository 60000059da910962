"""Histories of opportunities that happened before they came here: unsaved moves, dated, with the row kept in step.

Every function sets on the opportunity what its move implies, as the services do for what happens now.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from foundation.text import search_text
from pipeline.choices import CloseReason, MoveKind, Status
from pipeline.models import Move, Opportunity, Stage
from teams.models import User


def opened(row: Opportunity, stage: Stage, *, at: dt.datetime, by: User | None) -> Move:
    """The first row of every history."""
    row.stage, row.stage_since, row.status, row.closed_on = stage, at, Status.OPEN, None
    return _move(row, MoveKind.OPENED, at, by, to_stage=stage, amount_before=None, base_before=None)


def passed(row: Opportunity, before: Stage, after: Stage, *, at: dt.datetime, by: User | None) -> Move:
    row.stage, row.stage_since = after, at
    return _move(row, MoveKind.STAGE, at, by, from_stage=before, to_stage=after)


def settled(
    row: Opportunity,
    status: Status,
    *,
    at: dt.datetime,
    by: User | None,
    reason: str = CloseReason.OTHER,
    note: str = "",
) -> Move:
    """Won or lost; the row keeps the stage it stood in."""
    row.status, row.closed_on = status, timezone.localdate(at)
    row.close_reason, row.close_note = reason, note
    kind = MoveKind.WON if status == Status.WON else MoveKind.LOST
    return _move(row, kind, at, by, from_stage=row.stage, reason=reason, note=note)


def searched_by(row: Opportunity) -> str:
    """The text that the row is found by, as its services write it."""
    return search_text(row.name, row.product, row.external_id)


def _move(row: Opportunity, kind: MoveKind, at: dt.datetime, by: User | None, **fields: object) -> Move:
    amounts = {"amount_before": row.amount, "base_before": row.amount * row.rate}
    return Move(
        opportunity=row,
        kind=kind,
        at=at,
        by=by,
        currency=row.currency,
        amount_after=row.amount,
        base_after=row.amount * row.rate,
        owner=row.owner,
        team=row.team,
        **{**amounts, **fields},
    )
