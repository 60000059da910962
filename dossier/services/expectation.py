"""What a customer expects is heard, judged, changes, and is over one day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.queries.colleague import sees_account
from accounts.rules import FIRST_MOMENT
from accounts.services import lock_writable
from dossier.choices import Met
from dossier.models import Expectation
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, plain, record
from teams.models import User


@transaction.atomic
def expectation_add(
    *,
    actor: User,
    account: Account,
    text: str,
    heard_on: dt.date | None = None,
    heard_by: User | None = None,
    contact: Contact | None = None,
    met: str = Met.UNKNOWN,
    ended_on: dt.date | None = None,
) -> Expectation:
    """Writes down what somebody heard; the actor today unless told otherwise. With `ended_on`, what was expected once.

    RuleBroken: no text, a day to come, a contact of another account, an archived account, somebody who does not see it,
    over before it was heard.
    """
    row = Expectation(
        account=lock_writable(account.pk), text=text.strip(), heard_on=heard_on or clock.today(),
        heard_by=heard_by or actor, contact=contact, met=met, ended_on=ended_on,
    )  # fmt: skip
    return _insert(row, actor)


@transaction.atomic
def expectation_update(row: Expectation, *, actor: User, version: int, **fields: Any) -> Expectation:
    """Mends what was written down, or says whether it is met. StaleEdit if `version` is old.

    RuleBroken as for `expectation_add`, and once it is over.
    """
    lock_writable(row.account_id)
    _check_current(row)
    if "text" in fields:
        fields["text"] = fields["text"].strip()
    changes = differences(row, fields)
    if not changes:
        return row
    names = ("account", "text", "heard_on", "heard_by", "contact")
    wanted = Expectation(**{name: changes.get(name, getattr(row, name)) for name in names})
    _check(wanted, new={"heard_by", "contact"} & changes.keys())
    told = changes_of(row, changes)
    return _write(row, actor, version, changes, told=("expectation.updated", told))


@transaction.atomic
def expectation_change(row: Expectation, *, actor: User, version: int, **fields: Any) -> Expectation:
    """They expect something else now: the new one follows, this one is over from the day on which that was heard.

    RuleBroken: it is over already, the day lies before the one on which it was heard, or as for `expectation_add`.
    """
    account = lock_writable(row.account_id)
    _check_current(row)
    wanted = {name: value for name, value in fields.items() if value is not None}
    said = {"heard_by": actor, "heard_on": clock.today(), "contact": None, "met": Met.UNKNOWN, **wanted}
    new = Expectation(account=account, follows=row, **{**said, "text": said["text"].strip()})
    if new.heard_on < row.heard_on:
        raise RuleBroken(_("Not before the one that it follows was heard."), field="heard_on")
    told = {"ended_on": [None, new.heard_on]}
    _write(row, actor, version, {"ended_on": new.heard_on}, told=("expectation.changed", told))
    return _insert(new, actor)


@transaction.atomic
def expectation_end(row: Expectation, *, actor: User, version: int) -> Expectation:
    """They do not expect it any more. RuleBroken: it is over already."""
    lock_writable(row.account_id)
    _check_current(row)
    day = max(clock.today(), row.heard_on)
    return _write(row, actor, version, {"ended_on": day}, told=("expectation.ended", {"ended_on": [None, day]}))


def _insert(row: Expectation, actor: User) -> Expectation:
    _check(row, new={"heard_by", "contact"})
    row.save(force_insert=True)
    told = {"text": [None, row.text], "heard_by": [None, plain(row.heard_by)]}
    record(actor=actor, verb="expectation.heard", subject=row, account_id=row.account_id, changes=told)
    return row


def _write(
    row: Expectation, actor: User, version: int, changes: dict[str, Any], *, told: tuple[str, dict[str, Any]]
) -> Expectation:
    row = save_edit(row, version, changes)
    record(actor=actor, verb=told[0], subject=row, account_id=row.account_id, changes=told[1])
    return row


def _check(row: Expectation, *, new: set[str]) -> None:
    """`new`: whom of it somebody names now. Not who is named already: he may have lost sight of the account, or have
    gone to another one, and it was he who heard or said it all the same."""
    if not row.text:
        raise RuleBroken(_("Say what they expect."), field="text")
    if not FIRST_MOMENT.date() <= row.heard_on <= clock.today():
        raise RuleBroken(_("Say when it was heard: no day that lies ahead."), field="heard_on")
    if row.ended_on and not row.heard_on <= row.ended_on <= clock.today():
        raise RuleBroken(_("A day between the one on which it was heard and today."), field="ended_on")
    if "contact" in new and row.contact and row.contact.account_id != row.account_id:
        raise RuleBroken(_("Somebody chosen here belongs to another account."), field="contact")
    if "heard_by" in new and not sees_account(row.heard_by, row.account_id):
        raise RuleBroken(_("This person does not see the account."), field="heard_by")


def _check_current(row: Expectation) -> None:
    if not row.is_current:
        raise RuleBroken(_("This expectation is over. Write down what they expect now."))
