"""A complaint is taken, handled, and closed with a result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.queries.colleague import sees_account
from accounts.queries.visit import company_day
from accounts.rules import CLOCK_TOLERANCE, FIRST_MOMENT
from accounts.services import lock_writable
from care.choices import Level
from care.models import Complaint
from care.queries.authority import authority_for, may_decide
from care.rules import MOST_MINUTES
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from journal.services import changes_of, record
from teams.models import Company, User
from teams.money import fits_in_base, rate_on

_CHECKED = ("text", "contact", "handler", "minutes", "compensation")


@transaction.atomic
def complaint_open(
    *,
    actor: User,
    account: Account,
    text: str,
    level: int = Level.GRIEVANCE,
    contact: Contact | None = None,
    handler: User | None = None,
    received_at: dt.datetime | None = None,
) -> Complaint:
    """Takes a complaint; it is due by the service authority of its level for the account's tier.

    RuleBroken: no text, an archived account, a contact of another account, a handler who does not see the account.
    """
    account = lock_writable(account.pk)
    received_at = received_at or timezone.now()
    if not FIRST_MOMENT <= received_at <= timezone.now() + CLOCK_TOLERANCE:
        raise RuleBroken(_("Say when it came: no moment that lies ahead."), field="received_at")
    row = Complaint(
        account=account, text=text, level=level, contact=contact, handler=handler or account.owner,
        reported_by=actor, received_at=received_at, currency=Company.current().base_currency,
    )  # fmt: skip
    check_complaint(row)
    _check_handler(row.handler, account)
    row.due_at = received_at + authority_for(row.matter, account.tier).within
    row.save(force_insert=True)
    told = {"level": [None, row.level], "handler": [None, f"{row.handler_id} {row.handler}"]}
    record(actor=actor, verb="complaint.opened", subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def complaint_update(complaint: Complaint, *, actor: User, version: int, **fields: Any) -> Complaint:
    """Mends text, contact, handler and what it cost so far. RuleBroken once it is closed; StaleEdit if `version` is
    old."""
    _check_open(complaint)
    return _write(complaint, actor, version, fields, "complaint.updated")


@transaction.atomic
def complaint_close(complaint: Complaint, *, actor: User, version: int, result: str, **fields: Any) -> Complaint:
    """What came of it. `fields`: satisfaction, minutes, compensation, currency.

    Forbidden for who may not decide at this level and tier. RuleBroken: no result, or it is closed already.
    """
    _check_open(complaint)
    if not may_decide(actor, complaint):
        raise Forbidden(_("This is not yours to decide. Hand it one level up."))
    if not result.strip():
        raise RuleBroken(_("Say what came of it: no complaint is closed without a result."), field="result")
    closed = {"result": result, "closed_at": timezone.now(), "closed_by": actor}
    return _write(complaint, actor, version, {**fields, **closed}, "complaint.closed")


@transaction.atomic
def complaint_rate(complaint: Complaint, *, actor: User | None, version: int, satisfaction: int) -> Complaint:
    """How content the customer is, asked after it was closed; without `actor` he said so himself."""
    if complaint.is_open:
        raise RuleBroken(_("Close it first, then ask."), field="satisfaction")
    return _write(complaint, actor, version, {"satisfaction": satisfaction}, "complaint.rated")


def _write(complaint: Complaint, actor: User | None, version: int, fields: dict[str, Any], verb: str) -> Complaint:
    changes = differences(complaint, fields)
    if not changes:
        return complaint
    told = changes_of(complaint, changes)
    wanted = Complaint(
        account=complaint.account, received_at=complaint.received_at,
        **{name: fields.get(name, getattr(complaint, name)) for name in _CHECKED},
    )  # fmt: skip
    check_complaint(wanted)
    # Not the present one: he may have lost sight of the account, and what is his is closed all the same.
    if "handler" in changes:
        _check_handler(wanted.handler, complaint.account)
    if "currency" in changes or "compensation" in changes:
        currency = fields.get("currency") or complaint.currency
        rate = rate_on(currency, company_day(complaint.received_at))
        fits_in_base(wanted.compensation, rate, "compensation")
        changes |= {"currency": currency, "rate": rate}
    complaint = save_edit(complaint, version, changes)
    record(actor=actor, verb=verb, subject=complaint, account_id=complaint.account_id, changes=told)
    return complaint


def check_complaint(row: Complaint) -> None:
    if not row.text.strip():
        raise RuleBroken(_("Say what is wrong."), field="text")
    if row.contact and row.contact.account_id != row.account_id:
        raise RuleBroken(_("Somebody chosen here belongs to another account."), field="contact")
    if row.compensation < 0:
        raise RuleBroken(_("An amount of zero or more."), field="compensation")
    if not 0 <= int(row.minutes) <= MOST_MINUTES:
        raise RuleBroken(_("A whole number of minutes from 0 to %(most)d.") % {"most": MOST_MINUTES}, field="minutes")


def _check_handler(handler: User, account: Account) -> None:
    if not sees_account(handler, account.pk):
        raise RuleBroken(_("This person does not see the account."), field="handler")


def _check_open(complaint: Complaint) -> None:
    if not complaint.is_open:
        raise RuleBroken(_("This complaint is closed. Take a new one."))
