"""Eighteen months of visits, what they promised, and what is planned for this week and the next."""

from __future__ import annotations

import datetime as dt
import random

from accounts.choices import Channel, Outcome, VisitState
from accounts.models import Account, Contact, Visit

from . import words
from .customers import Customer
from .stage import Scene

DAYS = 545
NEGLECTED = 0.16
"""Share of the accounts nobody has visited for too long."""


def make_visits(scene: Scene, customers: list[Customer]) -> list[Visit]:
    dice = scene.dice("visits")
    planned: list[tuple[Visit, list[Contact]]] = []
    for customer in customers:
        planned += _of_customer(scene, dice, customer)
    visits = Visit.objects.bulk_create([visit for visit, _whom in planned], batch_size=1000)
    links = Visit.contacts.through
    links.objects.bulk_create(
        [links(visit=visit, contact=contact) for visit, whom in planned for contact in whom], batch_size=2000
    )
    return visits


def _of_customer(scene: Scene, dice: random.Random, customer: Customer) -> list[tuple[Visit, list[Contact]]]:
    rows, gap = [], _days_between(customer)
    quiet = dice.randint(70, 200) if dice.random() < NEGLECTED else dice.randint(0, gap)
    back = quiet
    youngest = True
    while back < min(DAYS, (scene.today - customer.account.created_at.date()).days):
        rows.append(_logged(scene, dice, customer, back, youngest=youngest))
        youngest = False
        back += max(3, round(dice.gauss(gap, gap / 3)))
    return rows + [_planned(scene, dice, customer, day) for day in _days_ahead(scene, dice, customer)]


def _days_between(customer: Customer) -> int:
    if customer.fate == "unrated":
        return 120
    for least, days in ((8_000_000, 12), (2_000_000, 20), (600_000, 34)):
        if customer.revenue >= least:
            return days
    return 60


def _days_ahead(scene: Scene, dice: random.Random, customer: Customer) -> list[dt.date]:
    """The day on which a visit is planned: often none. rep@demo.example has some today, whatever day it is."""
    chance = 0.55 if customer.revenue > 1_500_000 else 0.22
    if dice.random() >= chance:
        return []
    ahead = dice.randint(0, 12)
    if customer.account.owner == scene.people["rep"] and ahead < 6:
        return [scene.today]
    return [_working_day(scene.today + dt.timedelta(days=ahead), towards=1)]


def _working_day(day: dt.date, towards: int) -> dt.date:
    """`day`, or the nearest Monday to Friday after (+1) or before (-1) it."""
    while day.weekday() > 4:
        day += dt.timedelta(days=towards)
    return day


def _logged(
    scene: Scene, dice: random.Random, customer: Customer, back: int, *, youngest: bool
) -> tuple[Visit, list[Contact]]:
    starts = _time_of_day(scene, dice, _working_day(scene.days_ago(back + 1), towards=-1))
    purpose, summary, step = _told(dice, customer)
    channel = dice.choices([Channel.IN_PERSON, Channel.PHONE, Channel.WECHAT, Channel.VIDEO], weights=[6, 3, 2, 1])[0]
    outcome = dice.choices(Outcome.values, weights=[5, 8, 2, 1])[0]
    visit = _row(
        scene,
        customer.account,
        starts,
        state=VisitState.LOGGED.value,
        minutes=dice.choice([30, 45, 60, 60, 90, 120])
        if channel == Channel.IN_PERSON
        else dice.choice([10, 15, 20, 30]),
        channel=channel.value,
        purpose=purpose,
        summary=summary,
        outcome=outcome,
    )
    if channel == Channel.IN_PERSON and dice.random() < 0.4:
        visit.expenses = dice.choice([120, 260, 480, 900])
    if dice.random() < 0.7:
        visit.next_step, visit.next_step_on = step, starts.date() + dt.timedelta(days=dice.randint(5, 21))
        if not (youngest and back < 40 and dice.random() < 0.75):
            visit.next_step_done_at = starts + dt.timedelta(days=dice.randint(2, 18))
    return visit, _whom(dice, customer)


def _planned(scene: Scene, dice: random.Random, customer: Customer, day: dt.date) -> tuple[Visit, list[Contact]]:
    starts = _time_of_day(scene, dice, day)
    purpose = _told(dice, customer).purpose
    visit = _row(scene, customer.account, starts, state=VisitState.PLANNED.value, purpose=purpose, minutes=60)
    visit.created_at = visit.updated_at = scene.moment(scene.days_ago(dice.randint(1, 6)), 17)
    return visit, _whom(dice, customer)


def _row(scene: Scene, account: Account, starts: dt.datetime, **fields: object) -> Visit:
    written = min(starts + dt.timedelta(hours=2), scene.now)
    return Visit(
        account=account,
        by=account.owner,
        starts_at=starts,
        currency="CNY",
        created_at=written,
        updated_at=written,
        **fields,
    )


def _time_of_day(scene: Scene, dice: random.Random, day: dt.date) -> dt.datetime:
    return scene.moment(day, dice.choice([9, 10, 10, 11, 14, 14, 15, 16]), dice.choice([0, 0, 30]))


def _told(dice: random.Random, customer: Customer) -> words.Story:
    return dice.choice(words.STORIES_ZH if customer.is_chinese else words.STORIES)


def _whom(dice: random.Random, customer: Customer) -> list[Contact]:
    return dice.sample(customer.contacts, min(len(customer.contacts), dice.choice([1, 1, 2])))
