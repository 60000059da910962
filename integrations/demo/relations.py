"""How the demo's people stand with their customers: walls over time, and help that was asked for."""

from __future__ import annotations

import datetime as dt
import random

from relations.choices import Mark
from relations.models import HelpRequest, Wall, WallReading

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
        lower = dice.choice(Mark.values)
        marks = {**marks, lower: max(0, marks[lower] - 1)}
    return found


def _ask(scene: Scene, of_rep: list[Customer]) -> None:
    for customer, (mark, helper, text, due, answer) in zip(of_rep, HELP, strict=False):
        HelpRequest.objects.create(
            account=customer.account, mark=mark, text=text, helper=scene.people[helper],
            asked_by=customer.account.owner, due_on=scene.today + dt.timedelta(days=due), answer=answer,
            answered_at=scene.now if answer else None,
        )  # fmt: skip
