"""A contract is taken down, mended, decided about, terminated, and followed by another."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.queries.colleague import sees_account
from accounts.rules import FIRST_MOMENT, LAST_MOMENT, one_line
from accounts.services import lock_writable
from dossier.choices import ContractKind
from dossier.models import Contract
from dossier.models.contract import MOST_MONTHS, MOST_NOTICE_DAYS
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from teams.models import Company, User
from teams.money import rate_on

PARTS: Final = (
    "kind", "title", "number", "external_id", "signed_on", "starts_on", "ends_on", "notice_days", "renews",
    "renewal_months", "value", "currency", "owner", "notes",
)  # fmt: skip
"""What somebody writes down of a contract."""


@transaction.atomic
def contract_add(
    *, actor: User, account: Account, title: str, starts_on: dt.date, follows: Contract | None = None, **fields: Any
) -> Contract:
    """Takes a contract down; its account's owner is responsible unless told otherwise.

    RuleBroken: no title, days that do not fit together, an archived account, somebody responsible who does not see it,
    a currency without a rate on its day; `follows` is another account's, or is followed already.
    """
    account = lock_writable(account.pk)
    row = _new(account, {"title": title, "starts_on": starts_on, **fields})
    if follows is not None:
        if follows.account_id != account.pk:
            raise RuleBroken(_("This contract is another account's."), field="follows")
        _check_last(follows)
        row.follows = follows
    return _insert(row, actor)


@transaction.atomic
def contract_update(contract: Contract, *, actor: User, version: int, **fields: Any) -> Contract:
    """Mends it. StaleEdit if `version` is old; RuleBroken as for `contract_add`, and once it is terminated."""
    contract = _held(contract)
    _check_not_terminated(contract)
    changes = differences(contract, _in_order(fields))
    if not changes:
        return contract
    wanted = Contract(account=contract.account, **{name: getattr(contract, name) for name in PARTS})
    for name, value in changes.items():
        setattr(wanted, name, value)
    _check(wanted)
    # Not the present one: he may have lost sight of the account, and what is his is mended all the same.
    if "owner" in changes:
        _check_owner(wanted.owner, contract.account_id)
    told = changes_of(contract, changes)
    if {"currency", "value", "signed_on", "starts_on"} & changes.keys():
        changes["rate"] = _rate(wanted)
    if "ends_on" in changes:
        changes["end_day"] = None
    return _write(contract, actor=actor, version=version, changes=changes, verb="contract.updated", told=told)


@transaction.atomic
def contract_settle(contract: Contract, *, actor: User, version: int) -> Contract:
    """Somebody has decided about its present end: it runs out, or goes on, as it is written. It leaves his day.

    RuleBroken: it has no end, is a draft, or is terminated.
    """
    contract = _held(contract)
    _check_not_terminated(contract)
    if contract.ends_on is None or contract.signed_on is None:
        raise RuleBroken(_("There is no end to decide about."))
    told = {"settled_for": [contract.settled_for, contract.ends_on]}
    settled = {"settled_for": contract.ends_on}
    return _write(contract, actor=actor, version=version, changes=settled, verb="contract.settled", told=told)


@transaction.atomic
def contract_terminate(
    contract: Contract, *, actor: User, version: int, terminated_on: dt.date, end_note: str
) -> Contract:
    """By us or by them: `terminated_on` is its last day. It stays as a row.

    RuleBroken: it is terminated already, a draft, over; a day before it begins or after its end, nobody says why.
    """
    contract = _held(contract)
    _check_not_terminated(contract)
    if contract.signed_on is None:
        raise RuleBroken(_("Nothing is signed yet, so there is nothing to terminate."))
    if not contract.starts_on <= terminated_on <= LAST_MOMENT.date():
        raise RuleBroken(_("A day after its beginning."), field="terminated_on")
    if contract.ends_on and not contract.renews and terminated_on > contract.ends_on:
        raise RuleBroken(_("It ends before that day anyhow."), field="terminated_on")
    if not end_note.strip():
        raise RuleBroken(_("Say why."), field="end_note")
    changes = {"terminated_on": terminated_on, "end_note": end_note.strip()}
    told = {"terminated_on": [None, terminated_on]}
    return _write(contract, actor=actor, version=version, changes=changes, verb="contract.terminated", told=told)


@transaction.atomic
def contract_renew(contract: Contract, *, actor: User, version: int, **fields: Any) -> Contract:
    """The contract that follows this one, which stays as it was and waits to be decided about until that
    one is signed. What is not told is as before, from the day after its
    end for as long; not signed yet.

    RuleBroken: another follows it already, it is a draft, or as for `contract_add`. StaleEdit if `version` is old.
    """
    account = lock_writable(contract.account_id)
    if contract.signed_on is None:
        raise RuleBroken(_("A draft is not renewed: change it."))
    _check_last(contract)
    row = _new(account, {**successor_of(contract), **fields})
    if row.starts_on <= contract.starts_on:
        raise RuleBroken(_("It begins after the one that it follows."), field="starts_on")
    save_edit(contract, version, {})
    row.follows = contract
    return _insert(row, actor)


def _held(contract: Contract) -> Contract:
    """As it is now, its account locked; the version that was read is compared when it is written."""
    lock_writable(contract.account_id)
    contract.refresh_from_db()
    return contract


def successor_of(contract: Contract) -> dict[str, Any]:
    """What the next contract begins with."""
    same = ("kind", "title", "notice_days", "renews", "renewal_months", "value", "currency", "owner")
    began = {name: getattr(contract, name) for name in same}
    last = contract.terminated_on or contract.ends_on
    starts_on = last + clock.DAY if last else clock.today()
    if contract.ends_on is None:
        return {**began, "starts_on": starts_on, "ends_on": None}
    # As many whole months as before, where it was whole months; as many days otherwise.
    after = contract.ends_on + clock.DAY
    months = (after.year - contract.starts_on.year) * 12 + after.month - contract.starts_on.month
    whole = months > 0 and clock.add_months(contract.starts_on, months) == after
    until = clock.add_months(starts_on, months) - clock.DAY if whole else starts_on + (after - contract.starts_on)
    return {**began, "starts_on": starts_on, "ends_on": until if whole else until - clock.DAY}


def _new(account: Account, fields: dict[str, Any]) -> Contract:
    said = {"owner": account.owner, "currency": Company.current().base_currency, "kind": ContractKind.FRAME}
    row = Contract(account=account, **{**said, **{name: told for name, told in fields.items() if told is not None}})
    for name, value in _in_order({name: getattr(row, name) for name in PARTS}).items():
        setattr(row, name, value)
    _check(row)
    _check_owner(row.owner, account.pk)
    row.rate = _rate(row)
    return row


def _in_order(fields: dict[str, Any]) -> dict[str, Any]:
    """Lines without stray spaces; no currency told means the company's."""
    lines: dict[str, Any] = {
        name: one_line(fields[name]) for name in ("title", "number", "external_id") if name in fields
    }
    if fields.get("currency") == "":
        lines["currency"] = Company.current().base_currency
    if "notes" in fields:
        lines["notes"] = fields["notes"].strip()
    return {**fields, **lines}


def _insert(row: Contract, actor: User) -> Contract:
    with unique_or_refused(contract_external_id="external_id"):
        row.save(force_insert=True)
    row.refresh_from_db()
    told = {name: [None, getattr(row, name)] for name in ("title", "starts_on", "ends_on")}
    told["owner"] = [None, f"{row.owner_id} {row.owner}"]
    record(actor=actor, verb="contract.added", subject=row, account_id=row.account_id, changes=told)
    return row


def _write(
    row: Contract, *, actor: User, version: int, changes: dict[str, Any], verb: str, told: dict[str, Any]
) -> Contract:
    with unique_or_refused(contract_external_id="external_id"):
        row = save_edit(row, version, changes)
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=told)
    return row


def _rate(row: Contract) -> Decimal:
    """Of the day it was signed; a draft's of the day it begins."""
    return rate_on(row.currency, row.signed_on or row.starts_on) if row.value is not None else Decimal(1)


def _check(row: Contract) -> None:
    if not row.title:
        raise RuleBroken(_("Give it a title."), field="title")
    if not 0 <= row.notice_days <= MOST_NOTICE_DAYS:
        raise RuleBroken(_("From no days to three years."), field="notice_days")
    if not 1 <= row.renewal_months <= MOST_MONTHS:
        raise RuleBroken(_("From a month to ten years."), field="renewal_months")
    if row.value is not None and row.value < 0:
        raise RuleBroken(_("An amount of zero or more."), field="value")
    _check_days(row)


def _check_days(row: Contract) -> None:
    first, last = FIRST_MOMENT.date(), LAST_MOMENT.date()
    for name in ("signed_on", "starts_on", "ends_on"):
        day = getattr(row, name)
        if day is not None and not first <= day <= last:
            raise RuleBroken(_("A day between 1970 and 2099."), field=name)
    if row.signed_on and row.signed_on > clock.today():
        raise RuleBroken(_("Signed on a day that lies ahead? Leave it empty until then."), field="signed_on")
    if row.ends_on is None:
        if row.renews:
            raise RuleBroken(_("Say when it ends: only what ends can be renewed."), field="ends_on")
        if row.notice_days:
            raise RuleBroken(_("Say when it ends: notice is counted back from there."), field="ends_on")
    elif row.ends_on < row.starts_on:
        raise RuleBroken(_("It ends before it begins."), field="ends_on")


def _check_owner(owner: User, account_id: int) -> None:
    if not sees_account(owner, account_id):
        raise RuleBroken(_("This person does not see the account."), field="owner")


def _check_not_terminated(contract: Contract) -> None:
    if contract.is_terminated:
        raise RuleBroken(_("This contract is terminated."))


def _check_last(contract: Contract) -> None:
    if Contract.objects.filter(follows=contract).exists():
        raise RuleBroken(_("Another contract follows this one already."))
