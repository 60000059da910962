"""Target accounts under way in every step, one won over, failures filed where similar accounts are."""

from __future__ import annotations

import datetime as dt
import random

from accounts.models import Account
from pipeline.choices import DevelopmentState
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep

from . import words
from .customers import Customer
from .stage import Scene

OPEN, FAILED = 6, 5
PAPERS = ("https://files.example/offer.pdf", "")


def make_developments(scene: Scene, customers: list[Customer]) -> None:
    """The small ones are targets; failures lie at accounts of the same industries."""
    dice, steps = scene.dice("development"), list(DevelopmentStep.objects.order_by("position"))
    small = sorted((customer for customer in customers if not customer.account.filtered_reason), key=_size)
    for number, customer in enumerate(small[:OPEN]):
        _develop(scene, dice, customer.account, steps, number, reached=number % len(steps))
    industries = {customer.account.industry for customer in small[:OPEN]}
    alike = [customer for customer in small[OPEN:] if customer.account.industry in industries]
    for number, customer in enumerate(alike[:FAILED]):
        state = DevelopmentState.FAILED if number else DevelopmentState.WON
        _develop(scene, dice, customer.account, steps, number, reached=2 if number else 4, state=state)


def _size(customer: Customer) -> tuple[float, int]:
    return (customer.revenue, customer.account.pk)


def _develop(
    scene: Scene,
    dice: random.Random,
    account: Account,
    steps: list[DevelopmentStep],
    number: int,
    *,
    reached: int,
    state: DevelopmentState = DevelopmentState.OPEN,
) -> None:
    told, language = words.TARGETS[number % len(words.TARGETS)], words.language_of(account.name)
    begun = scene.days_ago(40 * (reached + 1) + (0 if state == DevelopmentState.OPEN else 60))
    row = Development(
        account=account, goal=told[f"goal_{language}"], step=steps[reached], competitor=told["competitor"],
        state=state, started_on=begun, created_by=account.owner,
    )  # fmt: skip
    if state != DevelopmentState.OPEN:
        row.ended_on = scene.days_ago(dice.randint(10, 60))
    if state == DevelopmentState.FAILED:
        row.failed_reason, row.lesson = told["reason"], told[f"lesson_{language}"]
    row.save(force_insert=True)
    DevelopmentEntry.objects.bulk_create(
        DevelopmentEntry(
            development=row,
            step=step,
            on=begun + dt.timedelta(days=38 * place),
            by=account.owner,
            note=told[f"note_{language}"],
            documents=dice.choice(PAPERS),
            met=step.criteria[: 3 if place < reached else 1],
        )
        for place, step in enumerate(steps[: reached + 1])
    )
