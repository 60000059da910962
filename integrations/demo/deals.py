"""What the records of the opportunities hold: lines, competitors, stakeholders, co-owners, slips, ticked criteria."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from accounts.choices import ContactRoleKind, Influence, Stance
from pipeline.choices import CloseReason, Standing, Status
from pipeline.models import (
    Competitor,
    CoOwner,
    DateChange,
    Line,
    Opportunity,
    Product,
    Rival,
    StageCriterion,
    Stakeholder,
    Tick,
)
from pipeline.services import norms_count

from . import words
from .customers import Customer
from .stage import Scene

COMPETITORS = ("恒锐自动化 Hengrui", "北方精工 Norsteel", "Kestrel Systems", "Vantage Industrial")
WAITING = 4
"""How many came without an account, as from an import."""


def make_records(scene: Scene, customers: list[Customer], rows: list[Opportunity]) -> None:
    dice = scene.dice("records")
    products = _products(dice)
    competitors = Competitor.objects.bulk_create(Competitor(name=name) for name in COMPETITORS)
    people = {customer.account.pk: customer for customer in customers}
    for row in rows:
        customer = people[row.account_id or 0]
        _lines(dice, row, products)
        _rivals(dice, row, competitors)
        if row.status == Status.OPEN:
            _stakeholders(dice, row, customer)
            _slips(scene, dice, row)
            _ticks(scene, dice, row)
    _share(scene, dice, rows)
    _wait(rows)
    StageCriterion.objects.filter(stage__key="opportunity", text__contains="decision-maker").update(is_required=True)
    norms_count()


def _products(dice: random.Random) -> list[Product]:
    return Product.objects.bulk_create(
        Product(code=f"P{100 + number}", name=name, unit="套", list_price=dice.randint(8, 90) * 1000, currency="CNY")
        for number, name in enumerate(words.PRODUCTS)
    )


def _lines(dice: random.Random, row: Opportunity, products: list[Product]) -> None:
    """Half of the deals are priced by lines, most of them to the cent."""
    if dice.random() < 0.5:
        return
    first, second = dice.sample(products, 2)
    share = (row.amount * Decimal(str(round(dice.uniform(0.2, 0.45), 2)))).quantize(Decimal("0.01"))
    rest = row.amount - share if dice.random() < 0.8 else row.amount
    Line.objects.bulk_create(
        [
            Line(opportunity=row, position=1, product=first, quantity=1, unit_price=rest),
            Line(opportunity=row, position=2, product=second, quantity=1, unit_price=share),
        ]
    )


def _rivals(dice: random.Random, row: Opportunity, competitors: list[Competitor]) -> None:
    for competitor in dice.sample(competitors, dice.choice([0, 1, 1, 2])):
        Rival.objects.create(opportunity=row, competitor=competitor, standing=dice.choice(Standing.values))
        if row.status == Status.LOST and row.close_reason == CloseReason.COMPETITOR and row.lost_to is None:
            row.lost_to = competitor
            row.save(update_fields=["lost_to"])


def _stakeholders(dice: random.Random, row: Opportunity, customer: Customer) -> None:
    """Who is known; the further a deal has come, the likelier somebody of us holds the decision-maker."""
    kinds = list(ContactRoleKind.values)
    for number, contact in enumerate(customer.contacts[:3]):
        decides = number == 0
        Stakeholder.objects.create(
            opportunity=row,
            contact=contact,
            roles=[kinds[0]] if decides else [dice.choice(kinds[1:])],
            influence=Influence.HIGH if decides else dice.choice(Influence.values),
            stance=dice.choice([Stance.FOR, Stance.FOR, Stance.NEUTRAL, Stance.UNKNOWN, Stance.AGAINST]),
            holder=row.owner if dice.random() < 0.5 + float(row.stage.share) / 2 else None,
        )


def _slips(scene: Scene, dice: random.Random, row: Opportunity) -> None:
    day = row.expected_close_on
    for ago in range(dice.choice([0, 0, 1, 2]), 0, -1):
        if day is None:
            return
        days = dice.randint(10, 45)
        before = day - dt.timedelta(days=days)
        at = scene.moment(scene.days_ago(ago * 14), 10)
        DateChange.objects.create(opportunity=row, before=before, after=day, days=days, at=at, by=row.owner)
        day = before


def _ticks(scene: Scene, dice: random.Random, row: Opportunity) -> None:
    for criterion in StageCriterion.objects.filter(stage__position__lte=row.stage.position):
        if criterion.stage_id != row.stage_id or dice.random() < 0.5:
            at = scene.moment(scene.days_ago(dice.randint(1, 30)), 15)
            said = dice.choice(words.STORIES_ZH).said[:120]
            Tick.objects.create(opportunity=row, criterion=criterion, by=row.owner, at=at, evidence=said)


def _share(scene: Scene, dice: random.Random, rows: list[Opportunity]) -> None:
    """Some large ones are worked on by two."""
    largest = sorted((row for row in rows if row.status == Status.OPEN), key=lambda row: -row.amount * row.rate)
    for row in largest[:6]:
        others = [person for person in scene.reps if person != row.owner]
        CoOwner.objects.create(opportunity=row, person=dice.choice(others), share=dice.choice([20, 30, 40]))


def _wait(rows: list[Opportunity]) -> None:
    """A few came without their account; their names say which it is."""
    for row in [row for row in rows if row.status == Status.OPEN][-WAITING:]:
        Stakeholder.objects.filter(opportunity=row).delete()
        row.name = f"{row.account} {row.name}"[:200]
        row.account = None
        row.save(update_fields=["account", "name"])
