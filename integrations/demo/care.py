"""Complaints of the demo: most closed with a result, some open, one of them late."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from care.choices import MATTER_OF, Level
from care.models import Authority, Complaint
from journal.models import Event
from teams.models import Role, User

from .customers import Customer
from .stage import Scene

COUNT = 40
HOUR = dt.timedelta(hours=1)
STORIES = (
    ("交货又晚了两天，产线停了半班", "安排专车补送，交期改为提前一天锁定"),
    ("一批料尺寸超差，质检退回", "整批换货，出厂前增加一道抽检"),
    ("发票抬头开错，付款被卡住", "当天重开发票并上门送达"),
    ("Pallets arrived damaged, third time this quarter", "Changed the packing, paid for the repacking"),
    ("技术支持电话没人接，等了一天", "指定专人对接，留了手机号"),
    ("报价比同行高，业务员解释不清", "经理上门说明成本构成，约定季度复议"),
)
OPEN_SINCE = ((Level.COMPLAINT, 60), (Level.GRIEVANCE, 3), (Level.CRISIS, 2))
"""Level and hours ago of what is open at the first accounts of rep@demo.example; the first of them is late."""


def make_complaints(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("complaints")
    rules = {(rule.matter, rule.tier): rule for rule in Authority.objects.all()}
    buying = [customer for customer in customers if customer.fate != "unrated"]
    rows = [_closed(scene, dice, dice.choice(buying), rules) for _ in range(COUNT)]
    of_rep = [customer for customer in buying if customer.account.owner == scene.people["rep"]]
    rows += [
        _taken(customer, STORIES[place][0], level, scene.now - hours * HOUR, rules)
        for place, (customer, (level, hours)) in enumerate(zip(of_rep, OPEN_SINCE, strict=False))
    ]
    for row in rows:
        row.handler = _handler(scene, row)
    Complaint.objects.bulk_create(rows)
    Event.objects.bulk_create(
        Event(at=row.received_at, actor=row.reported_by, verb="complaint.opened", subject_type="complaint",
              subject_id=row.pk, account_id=row.account_id, changes={"level": [None, row.level]})
        for row in rows
    )  # fmt: skip
    Event.objects.bulk_create(
        Event(at=row.closed_at, actor=row.closed_by, verb="complaint.closed", subject_type="complaint",
              subject_id=row.pk, account_id=row.account_id)
        for row in rows if row.closed_at
    )  # fmt: skip


def _taken(
    customer: Customer, text: str, level: int, at: dt.datetime, rules: dict[tuple[str, str], Authority]
) -> Complaint:
    owner, rule = customer.account.owner, rules[MATTER_OF[Level(level)], ""]
    return Complaint(
        account=customer.account, text=text, level=level, handler=owner, reported_by=owner, received_at=at,
        due_at=at + rule.within, currency="CNY", created_at=at, updated_at=at,
    )  # fmt: skip


def _closed(
    scene: Scene, dice: random.Random, customer: Customer, rules: dict[tuple[str, str], Authority]
) -> Complaint:
    text, result = dice.choice(STORIES)
    level = dice.choices(Level.values, weights=(6, 3, 1))[0]
    row = _taken(customer, text, level, scene.moment(scene.days_ago(dice.uniform(8, 350)), dice.randint(9, 16)), rules)
    row.closed_at = row.received_at + dice.randint(2, 60) * HOUR
    row.result, row.satisfaction = result, dice.choice((2, 3, 4, 4, 5, None))
    row.minutes, row.compensation = 15 * dice.randint(1, 20), Decimal(100 * dice.choice((0, 0, 0, 5, 12, 40)))
    return row


def _handler(scene: Scene, row: Complaint) -> User:
    """Who decides at its level: the owner, who leads his region, the director."""
    owner = row.account.owner
    decides = {Level.GRIEVANCE: owner, Level.CRISIS: scene.people["director"]}
    manager = next(
        person for person in scene.people.values()
        if person.role == Role.MANAGER and owner.team and person.team and owner.team.path.startswith(person.team.path)
    )  # fmt: skip
    person = decides.get(Level(row.level), manager)
    row.closed_by = person if row.closed_at else None
    return person
