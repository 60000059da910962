"""Who brought us which account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.services import lock_account, lock_writable
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from relations.models import Referral
from teams.models import User

MAX_DEPTH = 30


@transaction.atomic
def referral_create(
    *, actor: User, account: Account, introducer: Contact, on: dt.date | None = None, note: str = ""
) -> Referral:
    """`introducer` brought us `account`. RuleBroken: his own account or one that led to it (a circle); a day that
    lies ahead; the account was introduced already."""
    day = on or clock.today()
    _check_day(day)
    _hold(account.pk, introducer)
    refuse_circle(account, introducer)
    with unique_or_refused(relations_referral_account_id_key="account"):
        row = Referral.objects.create(account=account, introducer=introducer, on=day, note=note)
    _record(row, actor, "referral.created", {"introducer": [None, f"{introducer.pk} {introducer}"]})
    return row


@transaction.atomic
def referral_update(row: Referral, *, actor: User, version: int, **fields: Any) -> Referral:
    """Writes what differs, under the same rules."""
    _hold(row.account_id, fields.get("introducer") or row.introducer)
    row.refresh_from_db()
    wanted = differences(row, fields)
    if not wanted:
        return row
    if "on" in wanted:
        _check_day(wanted["on"])
    if "introducer" in wanted:
        refuse_circle(row.account, wanted["introducer"])
    told = changes_of(row, wanted)
    row = save_edit(row, version, wanted)
    _record(row, actor, "referral.updated", told)
    return row


@transaction.atomic
def referral_remove(row: Referral, *, actor: User, version: int | None = None) -> None:
    """Nobody introduced it after all. StaleEdit if a `version` is told and old; twice is once."""
    lock_writable(row.account_id)
    there = Referral.objects.select_related("introducer").filter(pk=row.pk).first()
    if there is None:
        return
    if version not in (None, there.version):
        raise StaleEdit(there)
    _record(there, actor, "referral.removed", {"introducer": str(there.introducer)})
    there.delete()


def _hold(account_id: int, introducer: Contact) -> None:
    """Both ends as they are now, locked in the order in which a merge locks them: it is waited for, or waits."""
    for number in sorted({account_id, introducer.account_id}):
        (lock_writable if number == account_id else lock_account)(number)
    before = introducer.account_id
    introducer.refresh_from_db(fields=["account"])
    if introducer.account_id != before:
        raise RuleBroken(_("This person has just gone to another account. Look again."), field="introducer")


def refuse_circle(account: Account, introducer: Contact) -> None:
    """RuleBroken when the introducer works at `account`, or at an account that came to us through it.

    Takes a lock until the transaction ends: two referrals, each harmless alone, could close a circle together.
    """
    wait_for_lock("relations.Referral.introducer")
    number: int | None = introducer.account_id
    for _level in range(MAX_DEPTH):
        if number is None:
            return
        if number == account.pk:
            raise RuleBroken(_("This would make a circle."), field="introducer")
        above = Referral.objects.filter(account_id=number)
        number = above.values_list("introducer__account_id", flat=True).first()
    raise RuleBroken(_("This chain of introductions is too long."), field="introducer")


def one_led_to_the_other(survivor: Account, merged: Account) -> str:
    """Why the two cannot be one account: it would have been introduced by itself, through whomever.

    Under the lock of `refuse_circle`: an introduction elsewhere in the chain closes no circle with this merge.
    """
    wait_for_lock("relations.Referral.introducer")
    for account, other in ((survivor, merged), (merged, survivor)):
        number = Referral.objects.filter(account=account).values_list("introducer__account_id", flat=True).first()
        for _level in range(MAX_DEPTH):
            if number is None:
                break
            if number == other.pk:
                return _("One of them came to us through the other: remove that introduction first.")
            number = Referral.objects.filter(account_id=number).values_list("introducer__account_id", flat=True).first()
    return ""


def _check_day(day: dt.date) -> None:
    if day > clock.today():
        raise RuleBroken(_("This day lies ahead."), field="on")


def _record(row: Referral, actor: User, verb: str, changes: dict[str, Any]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)
