"""A complaint that was closed before it came here: kept as it was, with its days. Nothing else happens by it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries.visit import company_day
from accounts.rules import CLOCK_TOLERANCE, FIRST_MOMENT
from accounts.services import lock_writable
from care.models import Complaint
from care.queries.authority import authority_for, may_decide
from foundation.errors import Forbidden, RuleBroken
from journal.services import record
from teams.models import Company, User
from teams.money import fits_in_base, rate_on

from .complaint import check_complaint


@transaction.atomic
def past_complaint_tell(row: Complaint, *, actor: User) -> Complaint:
    """RuleBroken as for `complaint_open` and `complaint_close`; an end before it came, or ahead. Forbidden for who may
    not decide at this level and tier."""
    account, latest = lock_writable(row.account_id), timezone.now() + CLOCK_TOLERANCE
    check_complaint(row)
    if not FIRST_MOMENT <= row.received_at <= latest:
        raise RuleBroken(_("Say when it came: no moment that lies ahead."), field="received_at")
    if row.closed_at is None or not row.received_at <= row.closed_at <= latest:
        raise RuleBroken(_("A moment between the day it came and now."), field="closed_at")
    if not row.result.strip():
        raise RuleBroken(_("Say what came of it: no complaint is closed without a result."), field="result")
    if not may_decide(actor, row):
        raise Forbidden(_("This is not yours to decide. Hand it one level up."))
    row.reported_by = actor
    row.currency = row.currency or Company.current().base_currency
    row.rate = rate_on(row.currency, company_day(row.received_at))
    fits_in_base(row.compensation, row.rate, "compensation")
    row.due_at = row.received_at + authority_for(row.matter, account.tier).within
    row.save(force_insert=True)
    told = {"level": [None, row.level], "closed_at": [None, row.closed_at]}
    record(actor=actor, verb="complaint.told", subject=row, account_id=account.pk, changes=told)
    return row
