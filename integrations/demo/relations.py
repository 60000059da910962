"""How the demo's people stand with their customers: walls over time, and help that was asked for."""

from __future__ import annotations

import datetime as dt
import random

from accounts.choices import Influence, Stance
from accounts.models import Contact
from relations.choices import BuyerType, Closeness, Level, Mark
from relations.models import (
    Acquaintance,
    Assessment,
    HelpRequest,
    Profile,
    Referral,
    Wall,
    WallReading,
)

from .customers import Customer
from .stage import Scene

READINGS = (210, 120, 30)
"""Days ago on which walls were marked."""
NOTES = ("季度复盘", "拜访采购经理之后", "After their site visit", "")
HELP = (
    (Mark.CONTACT, "lin.hao", "对方新任采购总监，你以前打过交道，能否引见？", -2, ""),
    (Mark.PUSH, "manager", "请与对方总经理通一次电话，说明交付能力。", 0, ""),
    (Mark.SHARE, "manager", "他们一半的量给了别家，能否一起谈框架？", -20, "已与对方副总谈过，先试供一个品种。"),
)


def make_relations(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("relations")
    marked = [customer for customer in customers if customer.fate != "unrated" and dice.random() < 0.7]
    walls = [_wall(dice, customer) for customer in marked]
    Wall.objects.bulk_create(walls)
    WallReading.objects.bulk_create([reading for wall in walls for reading in _readings(scene, dice, wall)])
    _know(scene, dice, customers)
    _refer(scene, dice, customers)
    _ask(scene, [customer for customer in marked if customer.account.owner == scene.people["rep"]])


def _wall(dice: random.Random, customer: Customer) -> Wall:
    likely = {"growing": (1, 3, 6), "steady": (2, 5, 4), "fresh": (4, 4, 1)}.get(customer.fate, (5, 4, 1))
    marks = {mark: dice.choices((0, 1, 2), weights=likely)[0] for mark in Mark.values}
    return Wall(account=customer.account, marked_by=customer.account.owner, **marks)


def _readings(scene: Scene, dice: random.Random, wall: Wall) -> list[WallReading]:
    """The last is the wall as it stands; before, one mark or the other was lower."""
    marks, found = {mark.value: number for mark, number in wall.marks.items()}, []
    for days in reversed(READINGS):
        at = scene.moment(scene.days_ago(days), 11)
        found.append(WallReading(wall=wall, by=wall.marked_by, at=at, note=dice.choice(NOTES), **marks))
        if higher := [name for name, number in marks.items() if number]:
            lower = dice.choice(higher)
            marks = {**marks, lower: marks[lower] - 1}
    return found


def _ask(scene: Scene, of_rep: list[Customer]) -> None:
    for customer, (mark, helper, text, due, answer) in zip(of_rep, HELP, strict=False):
        HelpRequest.objects.create(
            account=customer.account, mark=mark, text=text, helper=scene.people[helper],
            asked_by=customer.account.owner, due_on=scene.today + dt.timedelta(days=due), answer=answer,
            answered_at=scene.now if answer else None,
        )  # fmt: skip


CARES = ("准时交货", "质量稳定", "付款条件", "本部门的业绩", "Fewer suppliers", "A quiet line")
HOBBIES = ("钓鱼", "羽毛球", "书法", "Sailing", "")
WINDOW = {
    "shared": "双方都清楚：年度框架每年三月谈，质量问题当天答复。",
    "blind": "对方内部的预算审批流程，我们还不了解。",
    "protected": "我方的最低价与备选方案。",
    "unknown": "新生产线何时投产。",
}


def _know(scene: Scene, dice: random.Random, customers: list[Customer]) -> None:
    """Birthdays, what people wish for us, who of us knows them, and how they tick."""
    people = [(contact, customer) for customer in customers for contact in customer.contacts]
    born = [contact for contact, _customer in people if dice.random() < 0.5]
    for number, contact in enumerate(born):
        # Some of them this week, so that My day has birthdays; the rest over the year.
        day = scene.today + dt.timedelta(days=number % 7 if number % 9 == 0 else dice.randrange(365))
        contact.birthday = f"{dice.randrange(1962, 1996)}-{day:%m-%d}" if dice.random() < 0.4 else f"{day:%m-%d}"
    Contact.objects.bulk_update([contact for contact in born if contact.birthday[-5:] != "02-29"], ["birthday"])
    rep = scene.people["rep"]
    told = [pair for pair in people if pair[1].account.owner == rep or dice.random() < 0.7]
    Profile.objects.bulk_create(_profile(dice, contact) for contact, _customer in told)
    Acquaintance.objects.bulk_create(
        Acquaintance(contact=contact, person=customer.account.owner, closeness=dice.choice(Closeness.values))
        for contact, customer in told
        if dice.random() < 0.8
    )
    Assessment.objects.bulk_create(
        Assessment(
            contact=contact, self_control=dice.choice(Level.values), others_control=dice.choice(Level.values),
            buyer_type=dice.choice(BuyerType.values), **(WINDOW if customer.is_chinese else {}),
        )
        for contact, customer in told
        if dice.random() < 0.5
    )  # fmt: skip


def _profile(dice: random.Random, contact: Contact) -> Profile:
    return Profile(
        contact=contact, influence=dice.choice(Influence.values), stance=dice.choice(Stance.values),
        cares_about=dice.choice(CARES), hobbies=dice.choice(HOBBIES),
    )  # fmt: skip


def _refer(scene: Scene, dice: random.Random, customers: list[Customer]) -> None:
    """Each account was brought by somebody of an older one, so no circle closes."""
    order = sorted((each for each in customers if each.contacts), key=lambda each: each.account.created_at)
    Referral.objects.bulk_create(
        Referral(
            account=customer.account, introducer=dice.choice(order[dice.randrange(place)].contacts),
            on=customer.account.created_at.date(), note="行业展会上介绍",
        )
        for place, customer in enumerate(order)
        if place and dice.random() < 0.25
    )  # fmt: skip
