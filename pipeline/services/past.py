"""The unsaved row and moves of an opportunity that happened before it came here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import search_text
from pipeline.choices import CloseReason, MoveKind, Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import moment_of
from teams.models import User

from .history import refuse_bad_amount

if TYPE_CHECKING:
    from .imports import Past

_TEXTS = ("product", "source", "next_step")


def begun(past: Past, stage: Stage) -> Opportunity:
    """The row as it was opened in `stage`, without currency and rate. RuleBroken for days that cannot be."""
    team = past.owner.team or (past.account.team if past.account else past.team)
    if team is None:
        raise RuleBroken(_("Neither the account nor the owner says which team this belongs to."), field="team")
    _refuse_bad_days(past)
    row = Opportunity(
        account=past.account,
        owner=past.owner,
        team=team,
        shared_with=past.account.shared_with if past.account else [],
        name=past.name,
        amount=past.amount,
        stage=stage,
        stage_since=_moment(past.entered[0][0] if past.entered else _opening_day(past)),
        opened_on=_opening_day(past),
        expected_close_on=past.expected_close_on,
        next_step_on=past.next_step_on,
        external_id=past.external_id,
        **{name: getattr(past, name) or "" for name in _TEXTS},
    )
    row.search_text = search_text(row.name, row.product, row.external_id)
    return row


def history_of(row: Opportunity, past: Past, actor: User) -> list[Move]:
    """The moves of `row`, oldest first; `row` is brought to where the last of them leaves it."""
    refuse_bad_amount(row.amount, row.rate)
    moves = [
        past_move(
            row, MoveKind.OPENED, row.stage_since, actor, to_stage=row.stage, amount_before=None, base_before=None
        )
    ]
    for when, stage in past.entered[1:]:
        moves.append(past_move(row, MoveKind.STAGE, _moment(when), actor, from_stage=row.stage, to_stage=stage))
        row.stage, row.stage_since = stage, _moment(when)
    if past.status in (Status.WON, Status.LOST):
        moves.append(_closing(row, past, actor))
    return moves


def _closing(row: Opportunity, past: Past, actor: User) -> Move:
    reason, note = past.close_reason or CloseReason.UNSAID, past.close_note or ""
    row.status, row.close_reason, row.close_note = str(past.status), reason, note
    row.closed_on = past.closed_on or clock.today()
    at = max(moment_of(row.closed_on), row.stage_since)
    return past_move(row, MoveKind(row.status), at, actor, from_stage=row.stage, reason=reason, note=note)


def past_move(row: Opportunity, kind: MoveKind, at: dt.datetime, by: User, **fields: Any) -> Move:
    """The unsaved move of `row` as it stood then."""
    worth = row.amount * row.rate
    columns = {
        "amount_before": row.amount,
        "base_before": worth,
        "currency": row.currency,
        "owner": row.owner,
        "team": row.team,
        **fields,
    }
    told = {"amount_after": row.amount, "base_after": worth, "is_told": True}
    return Move(opportunity=row, kind=kind, at=at, by=by, **told, **columns)


def _refuse_bad_days(past: Past) -> None:
    days = [_day(when) for when, _stage in past.entered]
    if days != sorted(days):
        raise RuleBroken(_("The stages are not in the order of their days."), field="entered")
    last = days[-1] if days else _opening_day(past)
    if max(last, _opening_day(past)) > clock.today():
        raise RuleBroken(_("It cannot have been opened or moved in the future."), field="opened_on")
    if past.closed_on and past.status not in (Status.WON, Status.LOST):
        raise RuleBroken(_("Closed on a day, but neither won nor lost."), field="status")
    if past.closed_on and not last <= past.closed_on <= clock.today():
        raise RuleBroken(_("Closed before it was opened or last moved, or in the future."), field="closed_on")


def _opening_day(past: Past) -> dt.date:
    if past.entered:
        return _day(past.entered[0][0])
    return past.opened_on or past.closed_on or clock.today()


def _moment(when: dt.date | dt.datetime) -> dt.datetime:
    return when if isinstance(when, dt.datetime) else moment_of(when)


def _day(when: dt.date | dt.datetime) -> dt.date:
    return timezone.localdate(when) if isinstance(when, dt.datetime) else when
