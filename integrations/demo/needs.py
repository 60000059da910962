"""What the demo's customers need and how they buy: all five parts of most, some found true long ago."""

from __future__ import annotations

from dossier.choices import NeedPart
from dossier.models import Need

from .customers import Customer
from .stage import Scene

COUNT = 45
TEXTS = {
    NeedPart.PURPOSE: (
        ("新产线配套，年底前投产", "For their new line, which starts before the year ends"),
        ("现有设备的备件与改造", "Spare parts and upgrades of what they run"),
    ),
    NeedPart.POINTS: (
        ("交期和质量稳定，价格排第三", "Delivery and steady quality; the price comes third"),
        ("停线成本高，服务响应最要紧", "A stopped line is dear: what counts is how fast we come"),
    ),
    NeedPart.BUYING: (
        ("年度框架加月度下单，三家比价", "A frame a year, orders by the month, three offers compared"),
        ("项目招标，一般提前两个月发标", "By tender, usually announced two months ahead"),
    ),
    NeedPart.DECISION: (
        ("工艺提需求，采购比价，总经理拍板，约六周", "Engineering asks, purchasing compares; six weeks"),
        ("预算每年十月定，金额大的上董事会", "The budget is set each October; large sums go to the board"),
    ),
    NeedPart.FOCUS: (
        ("用方案和总成本打动工艺部门", "Win engineering with the solution and its total cost"),
        ("维护好采购关系，按季度回顾交付", "Keep purchasing close, go through deliveries each quarter"),
    ),
}  # fmt: skip


def make_needs(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("needs")
    buying = [row for row in customers if row.fate not in {"unrated", "silent"}]
    of_rep = [row for row in buying if row.account.owner == scene.people["rep"]][:6]
    chosen = {row.account.pk: row for row in [*of_rep, *dice.sample(buying, min(COUNT, len(buying)))]}
    rows = []
    for customer in chosen.values():
        parts = list(TEXTS) if dice.random() < 0.7 else dice.sample(list(TEXTS), 3)
        seen_on = scene.days_ago(dice.uniform(3, 460))
        rows += [
            Need(account=customer.account, part=part, text=dice.choice(TEXTS[part])[0 if customer.is_chinese else 1],
                 seen_on=seen_on, seen_by=customer.account.owner, created_at=scene.moment(seen_on, 11))
            for part in parts
        ]  # fmt: skip
    Need.objects.bulk_create(rows)
