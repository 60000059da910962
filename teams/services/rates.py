from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from journal.services import record
from teams import rules
from teams.models import Company, CostRate, ExchangeRate, User
from teams.models.rate import HOURLY_LIMIT


@transaction.atomic
def rate_set(*, actor: User, currency: str, date: dt.date, rate: Decimal) -> ExchangeRate:
    """What one unit of `currency` is worth in the base currency from `date` on. Leads only.

    Set again, the day's rate is replaced. Amounts already entered keep the rate they were entered with.
    """
    rules.only_leads(actor)
    rules.is_currency(currency)
    if currency == Company.current().base_currency:
        raise RuleBroken(_("This is the base currency; its rate is 1."), field="currency")
    if not (rate.is_finite() and rate > 0):
        raise RuleBroken(_("A rate is greater than zero."), field="rate")
    known = ExchangeRate.objects.select_for_update().filter(currency=currency, date=date).first()
    row, _created = ExchangeRate.objects.update_or_create(currency=currency, date=date, defaults={"rate": rate})
    _tell(actor, "rate.set", row, known.rate if known else None, rate)
    return row


@transaction.atomic
def rate_remove(row: ExchangeRate, *, actor: User) -> None:
    """Takes a rate back; later entries use the one before it."""
    rules.only_leads(actor)
    _tell(actor, "rate.removed", row, row.rate, None)
    row.delete()


@transaction.atomic
def cost_rate_set(*, actor: User, user: User | None, valid_from: dt.date, hourly: Decimal) -> CostRate:
    """What an hour of `user` (None: of everybody without a rate of his own) costs from a day on. Leads only."""
    rules.only_leads(actor)
    if not (hourly.is_finite() and hourly >= 0):
        raise RuleBroken(_("A cost is zero or more."), field="hourly")
    if hourly >= HOURLY_LIMIT:
        raise RuleBroken(_("This amount is too large."), field="hourly")
    known = CostRate.objects.select_for_update().filter(user=user, valid_from=valid_from).order_by("pk").first()
    row, _created = CostRate.objects.update_or_create(user=user, valid_from=valid_from, defaults={"hourly": hourly})
    _tell_cost(actor, "cost_rate.set", row, known.hourly if known else None, hourly)
    return row


@transaction.atomic
def cost_rate_remove(row: CostRate, *, actor: User) -> None:
    """Takes a cost rate back; the one before it counts again from the next night on."""
    rules.only_leads(actor)
    _tell_cost(actor, "cost_rate.removed", row, row.hourly, None)
    row.delete()


def _tell(actor: User, verb: str, row: ExchangeRate, before: Decimal | None, after: Decimal | None) -> None:
    changes = {"currency": row.currency, "date": row.date, "rate": [before, after]}
    record(actor=actor, verb=verb, subject=row, changes=changes)


def _tell_cost(actor: User, verb: str, row: CostRate, before: Decimal | None, after: Decimal | None) -> None:
    who = row.user.name if row.user else None
    changes = {"user": who, "valid_from": row.valid_from, "hourly": [before, after]}
    record(actor=actor, verb=verb, subject=row, changes=changes)
