"""An account's own visit cadence, set by who leads its team, with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, OwnCadence
from accounts.models.own_cadence import MOST_DAYS
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from teams.models import User

from .facts import lock_account

VERB = "owncadence.set"


@transaction.atomic
def own_cadence_add(*, actor: User, account: Account, days: int | None, reason: str) -> OwnCadence:
    """The first one of an account. RuleBroken: it has one, no reason, days that are none, an archived account;
    Forbidden for who does not lead its team."""
    account = _writable(account.pk, actor)
    if days is None:
        raise RuleBroken(_("A whole number of days from 1 to 3650."), field="days")
    row = OwnCadence(account=account, days=_days(days), reason=_reason(reason))
    with unique_or_refused(accounts_owncadence_account_id_key="account"):
        row.save(force_insert=True)
    told = {"days": [None, row.days], "reason": ["", row.reason]}
    record(actor=actor, verb=VERB, subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def own_cadence_change(
    row: OwnCadence, *, actor: User, version: int, reason: str = "", **said: int | None
) -> OwnCadence:
    """Other `days`, or None (its tier's count again), with the reason. StaleEdit if `version` is old."""
    _writable(row.account_id, actor)
    changes = differences(row, {"days": _days(said.get("days", row.days)), "reason": _reason(reason)})
    if not changes:
        return row
    told = changes_of(row, changes)
    row = save_edit(row, version, changes)
    record(actor=actor, verb=VERB, subject=row, account_id=row.account_id, changes=told)
    return row


def _writable(account_id: int, actor: User) -> Account:
    account = lock_account(account_id)
    if not actor.leads_for(account):
        raise Forbidden(_("Only who leads the account's team sets its cadence."))
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    return account


def _days(days: int | None) -> int | None:
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise RuleBroken(_("A whole number of days from 1 to 3650."), field="days")
    return days


def _reason(typed: str) -> str:
    if not typed.strip():
        raise RuleBroken(_("Say why."), field="reason")
    return typed.strip()
