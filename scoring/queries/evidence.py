"""What speaks for an alert: profit at stake, a year of orders, why it may leave, its other alerts, the next visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import Visit
from accounts.models.published_profit import UNRATED
from accounts.queries.visit import between, planned
from foundation import clock
from scoring.choices import Cause
from scoring.models import Alert, ChurnRule, LedgerEntry
from scoring.queries.alerts import open_alerts
from scoring.queries.churn import Outlook, churn_of, standing_fit
from scoring.queries.churn_words import Reason, usual_days
from scoring.queries.nights import standing_night
from teams.models import Company

MONTHS = 12
BUYING = {Cause.OVERDUE, Cause.FALLING_PROFIT, Cause.CHURN}
"""Causes about buying: beside them stands how often the account usually orders."""


@dataclass(frozen=True)
class Orders:
    """A year from `first` to `until` in twelve parts, oldest first: what each brought; `days` with an order."""

    first: dt.date
    until: dt.date
    revenue: list[Decimal]
    days: int
    last: dt.date | None
    usual_days: int | None

    @property
    def total(self) -> Decimal:
        return sum(self.revenue, Decimal(0))


@dataclass(frozen=True)
class Evidence:
    """`profit` is that of a year, None where nothing is known; `others` are the account's other open alerts."""

    profit: Decimal | None
    orders: Orders
    outlook: Outlook | None
    others: list[Alert]
    planned: Visit | None
    currency: str

    @property
    def is_at_stake(self) -> bool:
        return self.profit is not None and self.profit > 0

    @property
    def reasons(self) -> Sequence[Reason]:
        """Why it may leave, by its orders; the other alerts tell the rest themselves."""
        return [each for each in self.outlook.reasons if each not in self.outlook.beside] if self.outlook else []


def evidence_of(alert: Alert, reader: Any) -> Evidence:
    """Of an alert that `reader` may see, read with its account's `churn` and `published_profit`."""
    fit, today = standing_fit(), clock.today()
    account = alert.account
    outlook = churn_of(account, fit, ChurnRule.current().bands, ()).outlook if account.lost_on is None else None
    visits = planned(Visit.objects.visible_to(reader).filter(account=account))
    return Evidence(
        profit=_a_year(account),
        orders=_orders(alert, outlook, today),
        outlook=outlook if alert.cause == Cause.CHURN and alert.is_open else None,
        others=[each for each in open_alerts(account) if each.pk != alert.pk],
        planned=between(visits, first=today).order_by("starts_at", "pk").first(),
        currency=Company.current().base_currency,
    )


def _a_year(account: Any) -> Decimal | None:
    """The published profit is that of the policy's window: told as of a year."""
    published = getattr(account, "published_profit", None)
    night = standing_night()
    if published is None or published.amount == UNRATED or night is None or night.policy is None:
        return None
    return Decimal(published.amount * 12 / night.policy.window_months)


def _orders(alert: Alert, outlook: Outlook | None, today: dt.date) -> Orders:
    first = clock.add_months(today, -MONTHS) + clock.DAY
    sold = LedgerEntry.objects.filter(account=alert.account_id, date__gte=first, date__lte=today, revenue_base__gt=0)
    by_day = dict(sold.order_by().values_list("date").annotate(Sum("revenue_base")))
    bounds = [clock.add_months(today, back - MONTHS) for back in range(1, MONTHS + 1)]
    revenue = [Decimal(0)] * MONTHS
    for day, brought in by_day.items():
        revenue[next(number for number, bound in enumerate(bounds) if day <= bound)] += brought
    return Orders(first, today, revenue, len(by_day), max(by_day, default=None), _usual(alert, outlook))


def _usual(alert: Alert, outlook: Outlook | None) -> int | None:
    """As the alert found it, else as the model counts it."""
    if alert.cause not in BUYING:
        return None
    usual = alert.facts.get("usual_days") or (outlook and usual_days(outlook.prediction))
    return max(1, round(float(usual))) if usual else None
