"""Opportunities that come with a past: thousands at once, each move dated when it happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.errors import Forbidden, RuleBroken
from foundation.locks import share_lock
from journal.services import record_many
from pipeline.choices import CloseReason, MoveKind
from pipeline.models import Move, Opportunity, Stage
from teams.models import Company, Team, User
from teams.money import rate_book

from .history import LADDER, last_moment, rewriting
from .moves import opportunity_close, opportunity_move, opportunity_reopen
from .opportunities import opportunity_update
from .past import begun, history_of
from .recount import progress_recount


@dataclass(frozen=True)
class Past:
    """An opportunity as another system knew it. None means "not said": a new row takes the default, a known one keeps
    what it has.

    `known_as` is the id of the row that is meant where no external id says so. `entered` lists when it entered which
    stage, oldest first; without it, `stage` (default: the first one) was entered on `opened_on` (default: the day it
    was closed, or today).
    """

    name: str
    amount: Decimal
    owner: User
    external_id: str = ""
    known_as: int | None = None
    account: Account | None = None
    team: Team | None = None
    currency: str | None = None
    opened_on: dt.date | None = None
    stage: Stage | None = None
    entered: tuple[tuple[dt.date | dt.datetime, Stage], ...] = ()
    status: str | None = None
    closed_on: dt.date | None = None
    close_reason: str | None = None
    close_note: str | None = None
    expected_close_on: dt.date | None = None
    product: str | None = None
    source: str | None = None
    next_step: str | None = None
    next_step_on: dt.date | None = None


@dataclass
class Imported:
    """What became of the rows given: ids written, and (position, refusal) of those of which nothing was written.
    `closed_later`: (position, day) of those that moved here after the day they were closed on, and count as closed on
    the day of that move. `kept_with`: (position, name) of closed ones that stay with who closed them here, although the
    file names another owner."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: int = 0
    closed_later: list[tuple[int, dt.date]] = field(default_factory=list)
    kept_with: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, RuleBroken]] = field(default_factory=list)


_TOLD = {
    *("amount", "currency", "expected_close_on", "product", "source", "next_step", "next_step_on", "owner", "account")
}


@transaction.atomic
def opportunity_import(*, actor: User, rows: Sequence[Past]) -> Imported:
    """Writes new rows with their dated moves set by set; rows whose external id is known are edited where they differ.

    Who sold something then is a fact: unlike elsewhere the owner need not see the account or still work here. The
    caller decides whether refused rows undo the rest.
    """
    share_lock(LADDER)  # nobody takes a stage out while rows are put into it
    batch = _Batch(actor, rows)
    for place, past in enumerate(rows):
        try:
            batch.take(place, past)
        except RuleBroken as refusal:
            batch.outcome.refused.append((place, refusal))
        except Forbidden as refusal:
            batch.outcome.refused.append((place, RuleBroken(refusal.message)))
    batch.outcome.created = _insert(batch.made, actor)
    return batch.outcome


class _Batch:
    """Rows on their way, and everything read once for all of them."""

    def __init__(self, actor: User, rows: Sequence[Past]) -> None:
        ids = [row.external_id for row in rows if row.external_id]
        named = [row.known_as for row in rows if row.known_as]
        meant = Q(external_id__in=ids) | Q(pk__in=named)
        known = list(Opportunity.objects.filter(meant).select_related("stage", "owner", "account"))
        self.actor, self.outcome = actor, Imported()
        self.known = {row.external_id: row for row in known if row.external_id}
        self.named = {row.pk: row for row in known}
        self.twice = {key for key, times in Counter(ids).items() if times > 1}
        self.first_stage = Stage.objects.order_by("position")[0]
        self.rate_on, self.base = rate_book(), Company.current().base_currency
        self.made: list[tuple[Opportunity, list[Move]]] = []

    def take(self, place: int, past: Past) -> None:
        """Edits a known row, or keeps a new one for the insert. RuleBroken, Forbidden: nothing of it is written."""
        if past.external_id in self.twice:
            raise RuleBroken(_("This external id stands in the file twice."), field="external_id")
        if row := self.known.get(past.external_id) or self.named.get(past.known_as or 0):
            was_closed_on = row.closed_on
            row = _bring_up_to_date(row, past, self.actor, self.outcome)
            if past.owner != row.owner:
                self.outcome.kept_with.append((place, str(row.owner)))
            if row.closed_on and row.closed_on != was_closed_on and row.closed_on > (past.closed_on or row.closed_on):
                self.outcome.closed_later.append((place, row.closed_on))
        else:
            self.made.append(self._new(past))

    def _new(self, past: Past) -> tuple[Opportunity, list[Move]]:
        """The unsaved row and its unsaved moves."""
        row = begun(past, past.entered[0][1] if past.entered else past.stage or self.first_stage)
        row.currency = past.currency or self.base
        row.rate = self.rate_on(row.currency, row.opened_on)
        return row, history_of(row, past, self.actor)


def _insert(made: list[tuple[Opportunity, list[Move]]], actor: User) -> list[int]:
    if not made:
        return []
    rows = Opportunity.objects.bulk_create([row for row, _moves in made], batch_size=1000)
    for row, moves in made:
        for move in moves:
            move.opportunity = row
    Move.objects.bulk_create([move for _row, moves in made for move in moves], batch_size=2000)
    progress_recount(Opportunity.objects.filter(pk__in=[row.pk for row in rows]), are_new=True)
    record_many(actor=actor, verb="opportunity.imported", subjects=[(row, row.account_id) for row in rows])
    return [row.pk for row in rows]


def _bring_up_to_date(row: Opportunity, past: Past, actor: User, outcome: Imported) -> Opportunity:
    """What the file says differently, through the same services as by hand, dated now."""
    version = row.version
    said = {name: value for name in _TOLD if (value := getattr(past, name)) is not None}
    if not row.is_open:
        del said["owner"]
    if not _is_as_said(row, past, said):
        with transaction.atomic():
            row = opportunity_update(row, actor=actor, version=row.version, is_held=False, name=past.name, **said)
            row = _settled(row, past, actor)
    if row.owner != past.owner:
        row = _in_hands(row, past.owner, actor)
    if row.version == version:
        outcome.unchanged += 1
    else:
        outcome.updated.append(row.pk)
    return row


def _in_hands(row: Opportunity, owner: User, actor: User) -> Opportunity:
    """A closed one in the hands of `owner`, who closed it as another system says; open again, it is handed over to him.

    Nothing that happened here is told otherwise: who won or lost it here stays. Else its past is the other system's
    account, and is corrected with it: whoever has a closed one is who closed it, for every figure.
    """
    moves = Move.objects.filter(opportunity=row).order_by("at", "id")
    if not row.is_open and moves.filter(is_told=False).exists():
        return row
    with transaction.atomic():
        row = opportunity_update(row, actor=actor, version=row.version, is_held=False, owner=owner)
        if not row.is_open:
            kinds = list(moves.values_list("pk", "kind"))
            taken = max((place for place, (_pk, kind) in enumerate(kinds) if kind == MoveKind.HANDED), default=0)
            rewriting()
            moves.filter(pk__in=[pk for pk, _kind in kinds[taken:]]).update(owner=row.owner_id, team=row.team_id)
    return row


def _is_as_said(row: Opportunity, past: Past, said: dict[str, Any]) -> bool:
    """Most rows of a file that comes every night: nothing is asked of the database for them."""
    same = row.name == past.name and all(getattr(row, name) == value for name, value in said.items())
    stands = not row.is_open or _last_stage(past) in {None, row.stage}
    return same and stands and (past.status or row.status) == row.status


def _settled(row: Opportunity, past: Past, actor: User) -> Opportunity:
    """Its stage and state become those of the file. It cannot have been closed before it last moved here: what differed
    beside its state was written a moment ago."""
    common: dict[str, Any] = {"actor": actor, "note": past.close_note or ""}
    stage = _last_stage(past)
    status = past.status or row.status
    if status != row.status and not row.is_open:
        row = opportunity_reopen(row, version=row.version, stage=stage, is_held=False, **common)
    if row.is_open and stage:
        row = opportunity_move(row, version=row.version, stage=stage, actor=actor, is_held=False)
    if status != row.status:
        reason = past.close_reason or CloseReason.UNSAID
        day = past.closed_on and max(past.closed_on, timezone.localdate(last_moment(row)))
        row = opportunity_close(
            row, version=row.version, outcome=status, reason=reason, closed_on=day, is_held=False, **common
        )
    return row


def _last_stage(past: Past) -> Stage | None:
    return past.entered[-1][1] if past.entered else past.stage
