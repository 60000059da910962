"""The one place that writes rows of history, and the shared refusals of every write."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.errors import RuleBroken, StaleEdit
from pipeline.choices import MoveKind
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import LARGEST_BASE, is_money


def write_move(
    row: Opportunity,
    kind: MoveKind,
    *,
    by: Any,
    at: dt.datetime,
    from_stage: Stage | None,
    to_stage: Stage | None,
    before: Opportunity | None = None,
    reason: str = "",
    note: str = "",
) -> Move:
    """One row of history of `row` as it stands now. `before` carries the amounts it had (default: the same)."""
    is_first = kind == MoveKind.OPENED
    earlier = before or row
    return Move.objects.create(
        opportunity=row,
        kind=kind,
        from_stage=from_stage,
        to_stage=to_stage,
        amount_before=None if is_first else earlier.amount,
        amount_after=row.amount,
        currency=row.currency,
        base_before=None if is_first else earlier.amount_base,
        base_after=row.amount_base,
        at=at,
        by=by,
        reason=reason,
        note=note,
    )


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


def refuse_bad_amount(amount: Decimal, rate: Decimal) -> None:
    """RuleBroken (field "amount") below zero, without end, or too large to be summed in the base currency."""
    if not is_money(amount):
        raise RuleBroken(_("An amount of zero or more."), field="amount")
    if amount * rate >= LARGEST_BASE:
        raise RuleBroken(_("This amount is too large."), field="amount")


def refuse_blind_owner(owner: Any, account: Account | None) -> None:
    """RuleBroken (field "owner") for somebody who left, or who does not see the account."""
    if not owner.is_active:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": owner}, field="owner")
    if account and not Account.objects.visible_to(owner).filter(pk=account.pk).exists():
        raise RuleBroken(
            _("%(name)s does not see this account. Share it with their team first, or choose somebody else.")
            % {"name": owner},
            field="owner",
        )
