"""The one place that writes rows of history, and the shared refusals of every write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Required, TypedDict, Unpack

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_account
from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import share_lock
from foundation.sql import say_in_transaction
from pipeline.choices import MoveKind
from pipeline.models import CoOwner, Move, Opportunity, Stage
from pipeline.rules import LARGEST_AMOUNT, LARGEST_BASE, is_money, moment_of


class Step(TypedDict, total=False):
    """What `move_of` is told beside the row and the kind."""

    by: Required[Any]
    at: Required[dt.datetime]
    from_stage: Required[Stage | None]
    to_stage: Required[Stage | None]
    before: Opportunity | None
    handed_by: Opportunity | None
    reason: str
    note: str
    cause: str
    since: dt.datetime | None
    is_told: bool


LADDER = "pipeline.stages"
"""The lock of the stages: shared by whoever puts something into one, held alone by whoever takes one out."""

LEAVING = {MoveKind.STAGE, MoveKind.WON, MoveKind.LOST}
"""The moves by which a stage is left."""


def write_move(row: Opportunity, kind: MoveKind, **told: Unpack[Step]) -> Move:
    """One row of history of `row` as it stands now."""
    move = move_of(row, kind, **told)
    move.save(force_insert=True)
    return move


def move_of(
    row: Opportunity,
    kind: MoveKind,
    *,
    by: Any,
    at: dt.datetime,
    from_stage: Stage | None,
    to_stage: Stage | None,
    before: Opportunity | None = None,
    handed_by: Opportunity | None = None,
    reason: str = "",
    note: str = "",
    cause: str = "",
    since: dt.datetime | None = None,
    is_told: bool = False,
) -> Move:
    """The unsaved row of history of `row` as it stands now. `before` is the row as it stood (default: the same),
    `handed_by` the row with the owner and team that gave it away; `is_told`: another system says that it happened.
    """
    is_first = kind == MoveKind.OPENED
    earlier = before or row
    holder = before if before and kind == MoveKind.AMOUNT else row
    return Move(
        opportunity=row,
        kind=kind,
        from_stage=from_stage,
        to_stage=to_stage,
        amount_before=None if is_first else earlier.amount,
        amount_after=row.amount,
        currency=row.currency,
        base_before=None if is_first else earlier.amount_base,
        base_after=row.amount_base,
        days=_days(earlier.stage_since, at) if kind in LEAVING else None,
        owner_id=holder.owner_id,
        team_id=holder.team_id,
        from_owner_id=handed_by.owner_id if handed_by else None,
        from_team_id=handed_by.team_id if handed_by else None,
        at=at,
        by=by,
        reason=reason,
        note=note,
        cause=cause,
        since=since,
        is_told=is_told,
    )


def write_handover(row: Opportunity, before: Opportunity, *, by: Any, is_told: bool = False) -> None:
    """One row where an open opportunity has another owner or team than `before`."""
    write_handovers([(row, before)], by=by, is_told=is_told)


def write_handovers(pairs: Iterable[tuple[Opportunity, Opportunity]], *, by: Any, is_told: bool = False) -> None:
    """The same for many (row as it is, row as it was), at once. A new owner takes over the old one's share: he is no
    co-owner any more.
    """
    now, pairs = timezone.now(), list(pairs)
    given = [row for row, before in pairs if row.owner_id != before.owner_id]
    CoOwner.objects.filter(opportunity__in=given, person=F("opportunity__owner")).delete()
    moves = [
        move_of(
            row,
            MoveKind.HANDED,
            by=by,
            at=now,
            from_stage=row.stage,
            to_stage=row.stage,
            handed_by=before,
            is_told=is_told,
        )
        for row, before in pairs
        if row.is_open and (row.owner_id, row.team_id) != (before.owner_id, before.team_id)
    ]
    Move.objects.bulk_create(moves, batch_size=2000)


def rewriting() -> None:
    """For the rest of the transaction moves may be replaced: for an import that brings the true history of rows whose
    past was not known before, and for nothing else."""
    say_in_transaction("kam.rewrites_history", "on")


def progress(row: Opportunity, stage: Stage | None) -> dict[str, list[int]]:
    """The columns `left_stages`, `passed_stages` after `row` goes on to `stage` (None: it is closed)."""
    left = {*row.left_stages, row.stage_id} if row.is_open else set(row.left_stages)
    passed = set(row.passed_stages)
    if stage:
        # Also those that were taken out since: it did stand there.
        passed |= set(Stage.every.filter(pk__in=left, position__lt=stage.position).values_list("pk", flat=True))
    return {"left_stages": sorted(left), "passed_stages": sorted(passed)}


def moment_after_last(row: Opportunity, day: dt.date, *, field: str) -> dt.datetime:
    """When something happened that is dated by `day`: now, if that is today, else that day, after its last move.

    RuleBroken (`field`) for a day in the future or before its last move.
    """
    today = clock.today()
    if day > today:
        raise RuleBroken(_("That day lies in the future."), field=field)
    if day == today:
        return timezone.now()
    last = last_moment(row)
    if day < timezone.localdate(last):
        raise RuleBroken(
            _("It still moved on %(day)s. Choose that day or a later one.")
            % {"day": timezone.localdate(last).isoformat()},
            field=field,
        )
    return max(moment_of(day), last)


def last_moment(row: Opportunity) -> dt.datetime:
    """When it last moved."""
    moves = Move.objects.filter(opportunity=row).order_by("-at", "-id")
    return moves.values_list("at", flat=True).first() or row.stage_since


def _days(since: dt.datetime, until: dt.datetime) -> float:
    return (until - since) / dt.timedelta(days=1)


def refuse_stale(row: Opportunity, version: int) -> None:
    """StaleEdit before any rule is judged: who moves a card that has moved since must hear that first."""
    if row.version != version:
        raise StaleEdit(row)


def refuse_unless_open(row: Opportunity) -> None:
    """RuleBroken for a closed or archived opportunity."""
    refuse_archived(row)
    if not row.is_open:
        raise RuleBroken(_("This opportunity is closed. Reopen it first."))


def refuse_archived(row: Opportunity) -> None:
    if row.is_archived:
        raise RuleBroken(_("This opportunity is archived. Bring it back first."))


def at_live_account(account: Account) -> Account:
    """The account, locked: nothing comes to one, or is opened there, that is being put away at this moment.

    RuleBroken (field "account") for an archived one: what is open there would be in every forecast, at a customer who
    is in no list.
    """
    account = lock_account(account.pk)
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    return account


def at_live_stage(stage: Stage) -> Stage:
    """The stage; nobody takes it out of the funnel until this transaction ends. RuleBroken: somebody did."""
    share_lock(LADDER)
    stage.refresh_from_db(fields=["retired_at"])
    if stage.retired_at:
        raise RuleBroken(_("This stage was taken out of the funnel."), field="stage")
    return stage


def refuse_bad_amount(amount: Decimal, rate: Decimal) -> None:
    """RuleBroken (field "amount") below zero, without end, or too large to be summed in the base currency."""
    if not is_money(amount):
        raise RuleBroken(_("An amount of zero or more."), field="amount")
    if amount >= LARGEST_AMOUNT or amount * rate >= LARGEST_BASE:
        raise RuleBroken(_("This amount is too large."), field="amount")


def team_of(owner: Any, account: Account | None) -> Any:
    """The team whose opportunity it is: that of who sells it, wherever the customer belongs. Who works in none (an
    administrator) sells for the account's; None where there is no account either."""
    return owner.team_id or (account.team_id if account else None)


def sees(person: Any, account: Account) -> bool:
    return Account.objects.visible_to(person).filter(pk=account.pk).exists()


def refuse_blind_owner(owner: Any, account: Account | None) -> None:
    """RuleBroken (field "owner") for somebody who left, or who does not see the account."""
    if not owner.is_active:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": owner}, field="owner")
    if account and not sees(owner, account):
        raise RuleBroken(
            _("%(name)s does not see this account. Share it with their team first, or choose somebody else.")
            % {"name": owner},
            field="owner",
        )
