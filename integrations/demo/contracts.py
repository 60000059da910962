"""Contracts of the demo: most customers that buy have one, some come to their end, a few are over."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from dossier.choices import ContractKind
from dossier.models import Contract
from foundation import clock
from journal.models import Event

from .customers import Customer
from .stage import Scene

COUNT = 70
TITLES = {
    ContractKind.FRAME: ("年度框架协议", "Annual frame agreement"),
    ContractKind.PRICE: ("价格协议", "Price agreement"),
    ContractKind.SUPPLY: ("供货合同", "Supply contract"),
    ContractKind.SERVICE: ("维保服务合同", "Maintenance contract"),
    ContractKind.SECRECY: ("保密协议", "Non-disclosure agreement"),
}
ENDING_AT_REP = (20, 45, -3)
"""Days until the last day of notice of the first contracts of rep@demo.example; one of them has passed."""


def make_contracts(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("contracts")
    buying = [row for row in customers if row.fate not in {"unrated", "silent"}]
    of_rep = [row for row in buying if row.account.owner == scene.people["rep"]][: len(ENDING_AT_REP)]
    rows = [
        _contract(scene, dice, customer, ContractKind.FRAME, scene.today + dt.timedelta(days + 30), notice=30)
        for customer, days in zip(of_rep, ENDING_AT_REP, strict=False)
    ]
    for customer in dice.sample(buying, min(COUNT, len(buying))):
        ends = scene.today + dt.timedelta(dice.randint(-200, 700))
        rows.append(_contract(scene, dice, customer, dice.choice(list(TITLES)), ends, notice=dice.choice((0, 30, 60))))
    Contract.objects.bulk_create(rows)
    Event.objects.bulk_create(
        Event(at=row.created_at, actor=row.owner, verb="contract.added", subject_type="contract", subject_id=row.pk,
              account_id=row.account_id)
        for row in rows
    )  # fmt: skip


def _contract(
    scene: Scene, dice: random.Random, customer: Customer, kind: ContractKind, ends: dt.date, *, notice: int
) -> Contract:
    starts = clock.add_months(ends, -12 * dice.choice((1, 2, 3))) + clock.DAY
    signed = min(starts - dt.timedelta(dice.randint(1, 25)), scene.today)
    at, title = scene.moment(signed, 15), TITLES[kind][0 if customer.is_chinese else 1]
    secret = kind == ContractKind.SECRECY
    return Contract(
        account=customer.account, kind=kind, title=f"{title} {starts.year}", owner=customer.account.owner,
        number=f"HT-{starts.year}-{dice.randint(100, 999)}", signed_on=signed, starts_on=starts, ends_on=ends,
        notice_days=notice, renews=dice.random() < 0.4 and ends > scene.today, currency="CNY",
        value=None if secret else Decimal(10_000 * round(customer.revenue / 10_000) or 10_000),
        created_at=at, updated_at=at, settled_for=ends if ends < scene.today else None,
    )  # fmt: skip
