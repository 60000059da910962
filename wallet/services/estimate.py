"""What a customer spends, and with whom, is written down; what was wrong is withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.queries.colleague import sees_account
from accounts.rules import FIRST_MOMENT
from accounts.services import lock_writable
from foundation import clock
from foundation.columns import save_edit
from foundation.errors import RuleBroken
from foundation.figures import percent
from foundation.ui.values import money_text
from journal.services import plain, record
from pipeline.models import Competitor
from scoring.models import LedgerEntry
from teams.models import Company, User
from teams.money import rate_on
from wallet.choices import Source
from wallet.models import Estimate, Part
from wallet.rules import LEEWAY, WHOLE, first_day, left_of, month_ended, share_of

MOST_PARTS = 20


class PartSpec(NamedTuple):
    """A competitor there: his share of one, or None where nobody knows it."""

    competitor: Competitor
    share: Decimal | None = None
    strengths: str = ""
    weaknesses: str = ""


@transaction.atomic
def estimate_add(
    *,
    actor: User,
    account: Account,
    amount: Decimal,
    currency: str = "",
    until: dt.date | None = None,
    source: str = Source.SAID,
    contact: Contact | None = None,
    heard_on: dt.date | None = None,
    heard_by: User | None = None,
    note: str = "",
    parts: Sequence[PartSpec] = (),
) -> Estimate:
    """What they spend in twelve months (those that ended last, unless told otherwise) and what part each competitor
    has of it; ours is what the ledger says.

    RuleBroken: an amount of nothing or of less than they bought from us, parts that are more than the whole, a
    competitor named twice, days that lie ahead, somebody of another account or who does not see it, an archived
    account, a currency without a rate.
    """
    today = clock.today()
    row = Estimate(
        account=lock_writable(account.pk), amount=amount, currency=currency or Company.current().base_currency,
        until=until or month_ended(today), source=source, contact=contact, heard_on=heard_on or today,
        heard_by=heard_by or actor, note=note.strip(),
    )  # fmt: skip
    _check(row, today)
    row.since = first_day(row.until)
    row.rate = rate_on(row.currency, row.until)
    _check_parts(row, parts)
    row.save(force_insert=True)
    Part.objects.bulk_create(Part(estimate=row, **part._asdict()) for part in parts)
    told = {"amount": [None, f"{row.amount} {row.currency}"], "until": [None, row.until], "source": [None, row.source]}
    told |= {"competitors": [None, ", ".join(str(part.competitor) for part in parts)]} if parts else {}
    record(actor=actor, verb="estimate.added", subject=row, account_id=row.account_id, changes=told)
    return row


@transaction.atomic
def estimate_withdraw(row: Estimate, *, actor: User, version: int, note: str) -> Estimate:
    """It was wrong: it stays to be read, and counts for nothing. RuleBroken: it is withdrawn, nobody says why."""
    lock_writable(row.account_id)
    if not row.counts:
        raise RuleBroken(_("This estimate is withdrawn already."))
    if not note.strip():
        raise RuleBroken(_("Say why."), field="note")
    row = save_edit(row, version, {"withdrawn_on": clock.today(), "end_note": note.strip()})
    told = {"withdrawn_on": [None, row.withdrawn_on], "by": [None, plain(actor)]}
    record(actor=actor, verb="estimate.withdrawn", subject=row, account_id=row.account_id, changes=told)
    return row


def _check(row: Estimate, today: dt.date) -> None:
    first = FIRST_MOMENT.date()
    if not (row.amount.is_finite() and row.amount > 0):
        raise RuleBroken(_("An amount of more than zero."), field="amount")
    if row.source not in Source.values:
        raise RuleBroken(_("Say how we know it."), field="source")
    for name in ("until", "heard_on"):
        if not first <= getattr(row, name) <= today:
            raise RuleBroken(_("No day that lies ahead."), field=name)
    if row.contact and row.contact.account_id != row.account_id:
        raise RuleBroken(_("Somebody chosen here belongs to another account."), field="contact")
    if not sees_account(row.heard_by, row.account_id):
        raise RuleBroken(_("This person does not see the account."), field="heard_by")


def _check_parts(row: Estimate, parts: Sequence[PartSpec]) -> None:
    """The whole is what they spend: our part, as the ledger has it, and those of all competitors."""
    if len(parts) > MOST_PARTS or len({part.competitor.pk for part in parts}) < len(parts):
        raise RuleBroken(_("Each competitor once, and %(n)d at most.") % {"n": MOST_PARTS}, field="parts")
    if any(part.share is not None and not 0 <= part.share <= WHOLE for part in parts):
        raise RuleBroken(_("A part lies between 0 and 100 %."), field="parts")
    sold = _sold(row)
    ours = share_of(sold, row.amount * row.rate) or Decimal(0)
    if ours > WHOLE + LEEWAY:
        said = {"sold": money_text(sold, Company.current().base_currency)}
        refusal = _("They bought for %(sold)s from us alone in these months: they spend more.") % said
        raise RuleBroken(refusal, field="amount")
    left = left_of(ours, (part.share for part in parts))
    if left < -LEEWAY:
        raise RuleBroken(_over(ours, WHOLE - left), field="parts")


def _over(ours: Decimal, together: Decimal) -> str:
    language = get_language() or "en"
    shares = {"ours": ours, "together": together, "left": max(WHOLE - ours, Decimal(0))}
    return _(
        "With our own %(ours)s, which the ledger says, the parts are %(together)s of what they spend. "
        "At most %(left)s are left for competitors."
    ) % {name: percent(share, 1, language) for name, share in shares.items()}


def _sold(row: Estimate) -> Decimal:
    of_months = LedgerEntry.objects.filter(account=row.account_id, date__range=(row.since, row.until))
    return of_months.aggregate(sum=Sum("revenue_base"))["sum"] or Decimal(0)
