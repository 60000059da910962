"""What they bought, by each customer's own rhythm, some growing, some falling silent; and what it cost to keep them."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from scoring.models import LedgerEntry

from .customers import Customer
from .stage import MONTHS, Scene

CENT = Decimal("0.01")
LARGE = 2_000_000
NOTES = {"rebate": "年度返利", "complaint": "质量投诉：处理与赔偿", "service": "现场培训"}
GONE = {"silent": 0.5, "falling": 0.15, "steady": 0.06}
LARGE = 800_000
"""How many of a fate left long ago, the large ones not."""


def make_ledger(scene: Scene, customers: list[Customer]) -> int:
    dice, others = scene.dice("ledger"), scene.dice("ledger: rebates and complaints")
    rows = [row for customer in customers for row in _of_customer(scene, dice, customer)]
    rows += [row for customer in customers for row in _beside_sales(scene, others, customer)]
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


def _beside_sales(scene: Scene, dice: random.Random, customer: Customer) -> list[LedgerEntry]:
    """A rebate for large customers at the end of each half year; now and then a complaint, now and then a service."""
    if customer.fate in {"unrated", "fresh"}:
        return []
    rows = []
    if customer.revenue >= LARGE:
        half_years = [scene.days_ago(back) for back in (600, 420, 240, 60)]
        rows += [_spent(scene, customer, "rebate", day=day, amount=customer.revenue * 0.006) for day in half_years]
    if dice.random() < 0.14:
        day, sum_paid = (
            scene.days_ago(dice.uniform(10, 330)),
            min(80_000.0, customer.revenue * dice.uniform(0.01, 0.05)),
        )
        rows.append(_spent(scene, customer, "complaint", day=day, amount=sum_paid))
    if dice.random() < 0.1:
        day = scene.days_ago(dice.uniform(10, 330))
        rows.append(_spent(scene, customer, "service", day=day, amount=dice.uniform(2_000, 12_000)))
    return rows


def _spent(scene: Scene, customer: Customer, kind: str, *, day: dt.date, amount: float) -> LedgerEntry:
    rate = scene.rate(customer.currency, day)
    cost = Decimal(str(round(amount / float(rate), 2)))
    return LedgerEntry(
        account=customer.account, date=day, kind=kind, revenue=0, cost=cost, currency=customer.currency, rate=rate,
        note=NOTES[kind],
    )  # fmt: skip


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
