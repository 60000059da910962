"""The history of opportunities as another system kept it: its rows become the moves, dated when they happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import share_lock
from journal.services import record_many
from pipeline.choices import CloseReason, MoveKind, Status
from pipeline.models import DateChange, Move, Opportunity, Stage
from teams.models import User
from teams.money import rate_book

from .history import LADDER, refuse_bad_amount, rewriting
from .past import past_move
from .recount import progress_recount

_COLUMNS = [
    *("stage", "stage_since", "status", "amount", "rate", "opened_on", "closed_on", "close_reason", "close_note"),
    *("lost_to", "expected_close_on", "updated_at"),
]

_WHY = ("close_reason", "close_note", "lost_to")


@dataclass(frozen=True)
class Entry:
    """How an opportunity stood from a moment on: in a stage, or won or lost (`outcome`). None: not said."""

    at: dt.datetime
    stage: Stage | None = None
    outcome: str = ""
    amount: Decimal | None = None
    close_on: dt.date | None = None


@transaction.atomic
def history_import(*, actor: User, told: Sequence[tuple[Opportunity, Sequence[Entry]]]) -> tuple[set[int], set[int]]:
    """Replaces the moves of each opportunity by what its entries tell. Returns the ids of those that changed, and of
    those that stay as they are although told otherwise, for they were moved, handed over or split here: what happened
    here is no guess that a file could better.

    Nothing is made up between them: what an entry decides that was not open (the first one does, or it turns won into
    lost) is one move out of no stage. An entry that says nothing new makes no move. Why it was won or lost stays, where
    it still is. RuleBroken: nothing told, an entry in the future, no rate on the first day.
    """
    share_lock(LADDER)  # nobody takes a stage out while rows are put into it
    first, rate_on = Stage.objects.order_by("position")[0], rate_book()
    made = [(row, _retold(row, entries, first, rate_on, actor)) for row, entries in told]
    other = [(row, moves, dates) for row, (moves, dates) in made if not _same(row, moves)]
    here = Move.objects.filter(opportunity__in=[row.pk for row, _moves, _dates in other], is_told=False)
    kept = set(here.values_list("opportunity_id", flat=True))
    changed = [each for each in other if each[0].pk not in kept]
    rows = [row for row, _moves, _dates in changed]
    ids = [row.pk for row in rows]
    rewriting()
    Move.objects.filter(opportunity__in=ids).delete()
    DateChange.objects.filter(opportunity__in=ids).delete()
    Opportunity.objects.bulk_update(rows, _COLUMNS, batch_size=500)
    Opportunity.objects.filter(pk__in=ids).update(version=F("version") + 1)
    Move.objects.bulk_create([move for _row, moves, _dates in changed for move in moves], batch_size=2000)
    DateChange.objects.bulk_create([date for _row, _moves, dates in changed for date in dates], batch_size=2000)
    progress_recount(Opportunity.objects.filter(pk__in=ids))
    record_many(actor=actor, verb="opportunity.history_told", subjects=[(row, row.account_id) for row in rows])
    return set(ids), kept


def _retold(
    row: Opportunity, entries: Sequence[Entry], first: Stage, rate_on: Any, actor: User
) -> tuple[list[Move], list[DateChange]]:
    """The unsaved moves and changes of the date; `row` is brought to where the last entry leaves it, unsaved."""
    entries = sorted(entries, key=lambda entry: entry.at)
    if not entries:
        raise RuleBroken(_("Nothing is told of it."))
    if entries[-1].at > timezone.now():
        raise RuleBroken(_("It cannot have been opened or moved in the future."), field="at")
    row.opened_on = timezone.localdate(entries[0].at)
    row.rate = rate_on(row.currency, row.opened_on)
    row.amount = next((entry.amount for entry in entries if entry.amount is not None), row.amount)
    row.stage, row.stage_since = entries[0].stage or first, entries[0].at
    known = {name: getattr(row, name) for name in ("status", *_WHY)}
    moves = [_begun(row, entries[0], actor)]
    for entry in entries[1:]:
        moves += _between(row, entry, actor)
    _say_why(row, known, moves[-1])
    row.updated_at = timezone.now()
    return moves, _date_changes(row, entries, actor)


def _say_why(row: Opportunity, known: Mapping[str, Any], last: Move) -> None:
    """The reason, the note and to whom it was lost, as they stood, where it ended as they say; else none."""
    if row.is_open:
        known = {"close_reason": "", "close_note": "", "lost_to": None}
    elif row.status != known["status"]:
        known = {"close_reason": CloseReason.UNSAID, "close_note": "", "lost_to": None}
    for name in _WHY:
        setattr(row, name, known[name])
    if last.kind in {MoveKind.WON, MoveKind.LOST}:
        last.reason, last.note = row.close_reason, row.close_note


def _begun(row: Opportunity, entry: Entry, actor: User) -> Move:
    """The first move: it was opened, or was decided when it was first heard of."""
    before = {"amount_before": None, "base_before": None}
    refuse_bad_amount(row.amount, row.rate)
    if entry.outcome:
        return _decided(row, entry, actor, **before)
    row.status, row.closed_on, row.close_reason = Status.OPEN, None, ""
    return past_move(row, MoveKind.OPENED, entry.at, actor, to_stage=row.stage, **before)


def _decided(row: Opportunity, entry: Entry, actor: User, **fields: Any) -> Move:
    """The move that wins or loses it, out of its stage where that is said."""
    row.status, row.closed_on, row.close_reason = entry.outcome, timezone.localdate(entry.at), CloseReason.UNSAID
    return past_move(row, MoveKind(entry.outcome), entry.at, actor, reason=CloseReason.UNSAID, **fields)


def _between(row: Opportunity, entry: Entry, actor: User) -> list[Move]:
    """The moves from how `row` stands to how `entry` says it stood."""
    moves: list[Move] = []
    stage = entry.stage or row.stage
    if row.status != Status.OPEN and entry.outcome:
        return [] if row.status == entry.outcome else [_turned(row, entry, actor)]
    if row.status != Status.OPEN:
        row.status, row.closed_on, row.close_reason = Status.OPEN, None, ""
        row.stage, row.stage_since = stage, entry.at
        moves.append(past_move(row, MoveKind.REOPENED, entry.at, actor, to_stage=stage))
    if stage != row.stage:
        moves.append(past_move(row, MoveKind.STAGE, entry.at, actor, from_stage=row.stage, to_stage=stage))
        row.stage, row.stage_since = stage, entry.at
    if entry.amount not in (None, row.amount):
        before = {"amount_before": row.amount, "base_before": row.amount * row.rate}
        row.amount = entry.amount
        refuse_bad_amount(row.amount, row.rate)
        stands = {"from_stage": row.stage, "to_stage": row.stage}
        moves.append(past_move(row, MoveKind.AMOUNT, entry.at, actor, **before, **stands))
    if entry.outcome:
        moves.append(_decided(row, entry, actor, from_stage=row.stage))
    return moves


def _turned(row: Opportunity, entry: Entry, actor: User) -> Move:
    """What was won is lost, or the other way round: nothing was open in between."""
    before = {"amount_before": row.amount, "base_before": row.amount * row.rate}
    row.amount = row.amount if entry.amount is None else entry.amount
    refuse_bad_amount(row.amount, row.rate)
    return _decided(row, entry, actor, **before)


def _date_changes(row: Opportunity, entries: Sequence[Entry], actor: User) -> list[DateChange]:
    """Each change of the expected close. What is expected now stays: a history may have stopped earlier."""
    changes: list[DateChange] = []
    before: dt.date | None = None
    for entry in entries:
        if entry.close_on and before and entry.close_on != before:
            days = (entry.close_on - before).days
            told = {"before": before, "after": entry.close_on, "days": days, "at": entry.at, "by": actor}
            changes.append(DateChange(opportunity=row, **told))
        before = entry.close_on or before
    row.expected_close_on = row.expected_close_on or before
    return changes


def _same(row: Opportunity, moves: Sequence[Move]) -> bool:
    """Whether the moves that are there say the same."""
    present = list(Move.objects.filter(opportunity=row).order_by("at", "id"))
    return [_said(move) for move in present] == [_said(move) for move in moves]


def _said(move: Move) -> tuple[Any, ...]:
    return move.kind, move.at, move.from_stage_id, move.to_stage_id, move.amount_before, move.amount_after
