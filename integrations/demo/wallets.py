"""What the demo's larger customers spend and with whom, year by year; of some it was heard long ago, of some never."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from foundation import clock
from journal.models import Event
from pipeline.models import Competitor
from scoring.models import LedgerEntry
from wallet.choices import Source
from wallet.models import Estimate, Part
from wallet.rules import first_day, month_ended

from .customers import Customer
from .stage import Scene

COUNT, OF_REP, YEARS = 40, 8, 3
LEAST, BEST = 0.1, 0.7
"""Our share."""
SMALLEST, LARGEST = 0.1, 0.31
"""What one of three competitors has of the rest: together never more than that."""
ROUND = Decimal(10_000)
STRENGTHS = (
    ("价格低，账期九十天", "Cheaper, and ninety days to pay"),
    ("本地有备件库", "Spare parts in stock around the corner"),
    ("与总工是老同学", "Went to school with their chief engineer"),
)
WEAKNESSES = (
    ("交期不稳", "Often late"),
    ("售后响应慢", "Slow when something breaks"),
    ("没有进口认证", "Lacks the import certificate"),
)


def make_wallets(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("wallets")
    rivals = list(Competitor.objects.order_by("pk")[:4])
    buying = sorted((row for row in customers if row.fate not in {"unrated", "silent"}), key=lambda row: -row.revenue)
    of_rep = [row for row in buying if row.account.owner == scene.people["rep"]]
    chosen = [*of_rep[:OF_REP], *(row for row in buying if row not in of_rep)][:COUNT]
    estimates, parts = [], []
    for years in range(YEARS):
        until = clock.add_months(month_ended(scene.today), -12 * years)
        bought = _bought(chosen, until)
        for place, customer in enumerate(chosen):
            # Every seventh was asked long ago alone, every third but once.
            is_heard = not (place % 7 == 6 and not years) and not (place % 3 == 1 and years)
            if is_heard and bought.get(customer.account.pk):
                row, share = _estimate(scene, dice, customer, Year(years, until, bought[customer.account.pk]))
                estimates.append(row)
                parts += _parts(
                    dice, row, customer, dice.sample(rivals, min(dice.randint(1, 3), len(rivals))), 1 - share
                )
    Estimate.objects.bulk_create(estimates)
    Part.objects.bulk_create(parts)
    Event.objects.bulk_create(_told(row) for row in estimates)


def _bought(customers: list[Customer], until: dt.date) -> dict[int, Decimal]:
    entries = LedgerEntry.objects.filter(account__in=[row.account for row in customers])
    sums = entries.filter(date__range=(first_day(until), until)).order_by().values_list("account")
    return dict(sums.annotate(sum=Sum("revenue_base")))


class Year(NamedTuple):
    """So many years ago, its last day, and what was bought from us in it."""

    back: int
    until: dt.date
    ours: Decimal


def _estimate(scene: Scene, dice: random.Random, customer: Customer, year: Year) -> tuple[Estimate, float]:
    """With our share of it, rounded up: of what grows we have more each year, of what falls less."""
    years, until, ours = year
    drift = {"growing": -0.05, "falling": 0.06}.get(customer.fate, 0.01) * years
    share = min(max(dice.uniform(0.18, 0.62) + drift, LEAST), BEST)
    amount = (ours / Decimal(share) / ROUND).to_integral_value() * ROUND + ROUND
    heard_on = min(until + dt.timedelta(days=dice.randint(3, 28)), scene.today)
    at = scene.moment(heard_on, dice.randint(9, 17))
    row = Estimate(
        account=customer.account, since=first_day(until), until=until, amount=amount, currency="CNY",
        source=dice.choice(Source.values), contact=dice.choice([*customer.contacts, None]), heard_on=heard_on,
        heard_by=customer.account.owner, created_at=at, updated_at=at,
    )  # fmt: skip
    return row, share


def _parts(dice: random.Random, row: Estimate, customer: Customer, rivals: list[Competitor], rest: float) -> list[Part]:
    said = 0 if customer.is_chinese else 1
    made = []
    for rival in rivals:
        share = Decimal(rest * dice.uniform(SMALLEST, LARGEST)).quantize(Decimal("0.01"))
        known = dice.random() > 0.15
        made.append(
            Part(estimate=row, competitor=rival, share=share if known else None,
                 strengths=dice.choice(STRENGTHS)[said], weaknesses=dice.choice(WEAKNESSES)[said])
        )  # fmt: skip
    return made


def _told(row: Estimate) -> Event:
    return Event(
        at=row.created_at, actor=row.heard_by, verb="estimate.added", subject_type="estimate", subject_id=row.pk,
        account_id=row.account_id,
    )  # fmt: skip
