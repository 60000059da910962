"""What they bought: revenue and cost by each customer's own rhythm, some growing, some falling silent."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from scoring.models import LedgerEntry

from .customers import Customer
from .stage import MONTHS, Scene

CENT = Decimal("0.01")
GONE = {"silent": 0.5, "falling": 0.15, "steady": 0.06}
LARGE = 800_000
"""How many of a fate left long ago, the large ones not."""


def make_ledger(scene: Scene, customers: list[Customer]) -> int:
    dice = scene.dice("ledger")
    rows = [row for customer in customers for row in _of_customer(scene, dice, customer)]
    for number, row in enumerate(sorted(rows, key=lambda row: row.date)):
        row.external_id = f"L{number:06d}"
    LedgerEntry.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _of_customer(scene: Scene, dice: random.Random, customer: Customer) -> list[LedgerEntry]:
    if customer.fate == "unrated":
        return []
    reach = round(MONTHS * 30.4)
    back = dice.uniform(110, 140) if customer.fate == "fresh" else reach
    until = (
        dice.uniform(2.2, 5) * customer.rhythm + 20 if customer.fate == "silent" else dice.uniform(0, customer.rhythm)
    )
    rows = []
    while back > until:
        day = scene.days_ago(back)
        if day <= scene.today:
            rows.append(_order(scene, dice, customer, day, _trend(customer.fate, back / reach)))
        back -= max(1.0, dice.gauss(customer.rhythm, customer.rhythm / 4))
    return [row for row in rows if row.date <= _last_day(scene, customer)]


def _last_day(scene: Scene, customer: Customer) -> dt.date:
    """Some left for good more than a year ago: without them nobody could tell how many leave in a year."""
    dice = scene.dice(f"gone {customer.account.external_id}")
    has_gone = customer.revenue < LARGE and dice.random() < GONE.get(customer.fate, 0)
    return scene.days_ago(dice.uniform(385, 440)) if has_gone else scene.today


def _trend(fate: str, age: float) -> float:
    """How large orders are by their age (0: now, 1: the ledger's beginning)."""
    return {"growing": 1.5 - age, "falling": 0.35 + 1.3 * age}.get(fate, 1.0)


def _order(scene: Scene, dice: random.Random, customer: Customer, day: dt.date, trend: float) -> LedgerEntry:
    usual = customer.revenue * customer.rhythm / 365 * trend
    rate = scene.rate(customer.currency, day)
    revenue = Decimal(str(round(max(50.0, dice.gauss(usual, usual / 4)) / float(rate), 2)))
    cost = (revenue * Decimal(str(round(1 - customer.margin + dice.uniform(-0.03, 0.03), 4)))).quantize(CENT)
    return LedgerEntry(
        account=customer.account, date=day, revenue=revenue, cost=cost, currency=customer.currency, rate=rate
    )
