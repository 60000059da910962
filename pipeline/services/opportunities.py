"""Creating, editing, assigning and archiving opportunities."""

from __future__ import annotations

import datetime as dt
from copy import copy
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.services import lock_account
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.text import search_text
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from pipeline.choices import MoveKind
from pipeline.models import DateChange, Opportunity, Stage
from pipeline.rules import moment_of
from teams.models import Company, Role, User
from teams.money import rate_on
from teams.rules import only_leads_of

from .history import (
    at_live_account,
    at_live_stage,
    refuse_archived,
    refuse_bad_amount,
    refuse_blind_owner,
    refuse_unless_open,
    team_of,
    write_handover,
    write_move,
)


class Details(TypedDict, total=False):
    """What may be said of an opportunity beside its name, place and worth."""

    expected_close_on: dt.date | None
    product: str
    source: str
    next_step: str
    next_step_on: dt.date | None
    external_id: str


class Changes(Details, total=False):
    name: str
    amount: Decimal
    currency: str
    account: Account | None
    owner: User


_NOT_YOURS_TO_GIVE = gettext_lazy("Only a manager can give an opportunity to somebody else.")
_PLACE = {"account", "owner"}
_WORTH = {"amount", "currency"}
_SEARCHED = ("name", "product", "external_id")


@transaction.atomic
def opportunity_create(
    *,
    actor: User,
    account: Account,
    name: str,
    amount: Decimal,
    stage: Stage | None = None,
    owner: User | None = None,
    currency: str = "",
    opened_on: dt.date | None = None,
    **details: Unpack[Details],
) -> Opportunity:
    """Opens an opportunity at `account`, in the first stage unless told otherwise, and writes its first move.

    `owner` is the actor where that is a sales rep, else the account's owner; `opened_on` is today. RuleBroken: an
    account that is archived or that the actor does not see, a stage that was taken out, negative or huge amount, no
    rate for the currency that day, an owner who does not see the account, an opening day in the future, an external id
    in use. Forbidden: a sales rep opens it for a third person.
    """
    if not Account.objects.visible_to(actor).filter(pk=account.pk).exists():
        # A co-owner sees an opportunity without its account.
        raise RuleBroken(_("There is no such account."), field="account")
    account = at_live_account(account)
    day = opened_on or clock.today()
    if day > clock.today():
        raise RuleBroken(_("An opportunity cannot be opened in the future."), field="opened_on")
    owner = owner or (actor if actor.role == Role.REP else account.owner)
    if actor.role == Role.REP and owner not in (actor, account.owner):
        raise Forbidden(_NOT_YOURS_TO_GIVE)
    refuse_blind_owner(owner, account)
    currency = currency or Company.current().base_currency
    rate = rate_on(currency, day)
    refuse_bad_amount(amount, rate)
    row = Opportunity(
        account=account,
        team_id=team_of(owner, account),
        shared_with=account.shared_with,
        owner=owner,
        name=name,
        amount=amount,
        currency=currency,
        rate=rate,
        stage=at_live_stage(stage or Stage.objects.order_by("position")[0]),
        stage_since=moment_of(day) if opened_on else timezone.now(),
        opened_on=day,
        **details,
    )
    row.search_text = searched_by(row)
    with unique_or_refused(opportunity_external_id="external_id"):
        row.save(force_insert=True)
    row.refresh_from_db()
    write_move(row, MoveKind.OPENED, by=actor, at=row.stage_since, from_stage=None, to_stage=row.stage)
    _record(row, actor, "opportunity.created", {"amount": [None, row.amount], "stage": [None, str(row.stage)]})
    return row


@transaction.atomic
def opportunity_update(
    row: Opportunity, *, actor: User, version: int, is_held: bool = True, **changes: Unpack[Changes]
) -> Opportunity:
    """Writes what differs. A changed amount or currency becomes a move and takes today's rate; a changed expected close
    is kept as a slip or its contrary; a new owner who was a co-owner takes over the old one's share.

    Forbidden: owner or account changed by somebody who does not lead. RuleBroken: archived; amount of a closed one;
    another currency than that of its lines; another owner of a closed one, and the refusals of `opportunity_create` (of
    the owner unless not `is_held`: what another system says has happened). StaleEdit: somebody saved since `version`.
    """
    wanted = differences(row, dict(changes))
    if not wanted:
        return row
    refuse_archived(row)
    said = changes_of(row, wanted)
    wanted |= _placed(row, wanted, actor, is_held=is_held) if _PLACE & wanted.keys() else {}
    wanted |= _valued(row, wanted) if _WORTH & wanted.keys() else {}
    before = copy(row)
    wanted["search_text"] = searched_by(row, wanted)
    with unique_or_refused(opportunity_external_id="external_id"):
        row = save_edit(row, version, wanted)
    _follow_up(before, row, actor)
    if _WORTH & wanted.keys():
        write_move(
            row, MoveKind.AMOUNT, by=actor, at=timezone.now(), from_stage=row.stage, to_stage=row.stage, before=before,
            is_told=not is_held,
        )  # fmt: skip
    write_handover(row, before, by=actor, is_told=not is_held)
    _record(row, actor, "opportunity.assigned" if _PLACE & wanted.keys() else "opportunity.updated", said)
    return row


def opportunity_assign(
    row: Opportunity, *, actor: User, version: int, owner: User | None = None, account: Account | None = None
) -> Opportunity:
    """Gives it to another person, or puts one that came without an account at its account. For those who lead."""
    wanted: Changes = {}
    if owner:
        wanted["owner"] = owner
    if account:
        wanted["account"] = account
    return opportunity_update(row, actor=actor, version=version, **wanted)


@transaction.atomic
def opportunity_archive(row: Opportunity, *, actor: User, version: int, archived: bool = True) -> Opportunity:
    """Takes it out of every list and figure, or brings it back. Its history stays.

    RuleBroken: an open one would come back to an archived account.
    """
    if row.is_archived == archived:
        return row
    if not archived and row.is_open and row.account:
        at_live_account(row.account)
    row = save_edit(row, version, {"archived_at": timezone.now() if archived else None})
    _record(row, actor, "opportunity.archived" if archived else "opportunity.restored", {})
    return row


def _placed(row: Opportunity, wanted: dict[str, Any], actor: User, *, is_held: bool) -> dict[str, Any]:
    """The columns that follow from a new owner or account."""
    only_leads_of(actor, row)
    account: Account | None = wanted.get("account", row.account)
    # An account that is given away at this moment must not leave its opportunity behind with the old team.
    if account:
        account = at_live_account(account) if "account" in wanted else lock_account(account.pk)
    owner = wanted.get("owner", row.owner)
    if is_held and "owner" in wanted and not row.is_open:
        raise RuleBroken(_("Who won or lost it stays. Reopen it to hand it over."), field="owner")
    if is_held:
        refuse_blind_owner(owner, account)
    if "account" in wanted and account is None:
        raise RuleBroken(_("Choose an account."), field="account")
    # What is closed stays with the team that closed it, wherever it is put.
    follows = "owner" in wanted or (row.is_open and not owner.team_id)
    team = {"team_id": team_of(owner, account) or row.team_id} if follows else {}
    return {**team, "shared_with": account.shared_with} if account else team


def _follow_up(before: Opportunity, row: Opportunity, actor: User) -> None:
    """The row that belongs to a new date."""
    old, new = before.expected_close_on, row.expected_close_on
    if old != new:
        days = (new - old).days if old and new else None
        DateChange.objects.create(opportunity=row, before=old, after=new, days=days, by=actor)


def _valued(row: Opportunity, wanted: dict[str, Any]) -> dict[str, Any]:
    """The rate that belongs to a new amount or currency."""
    refuse_unless_open(row)
    if "currency" in wanted and row.lines.exists():
        raise RuleBroken(
            _("Its lines are priced in %(currency)s: remove them first.") % {"currency": row.currency}, field="currency"
        )
    rate = rate_on(wanted.get("currency", row.currency), clock.today())
    refuse_bad_amount(wanted.get("amount", row.amount), rate)
    return {"rate": rate}


def searched_by(row: Opportunity, wanted: dict[str, Any] | None = None) -> str:
    """The text that it is found by, as it will be with what is `wanted`."""
    return search_text(*((wanted or {}).get(name, getattr(row, name)) for name in _SEARCHED))


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, Any]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)
