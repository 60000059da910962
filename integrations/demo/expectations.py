"""What customers of the demo expect: most is met, some is not, some has changed."""

from __future__ import annotations

from dossier.models import Expectation
from journal.models import Event

from .customers import Customer
from .stage import Scene

COUNT = 60
TEXTS = (
    ("交期不超过两周，延误提前三天告知", "Delivery within two weeks, and three days' warning of a delay"),
    ("技术问题当天有人回复", "Somebody answers technical questions the same day"),
    ("每季度给出质量月报和改进项", "A report on quality each quarter, with what we improve"),
    ("年度价格谈定后不再临时调价", "No price changes within the year once it is agreed"),
    ("备一周的安全库存", "A week's safety stock at our side"),
    ("派驻一名熟悉产线的服务工程师", "A service engineer who knows their line"),
)


def make_expectations(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("expectations")
    buying = [row for row in customers if row.fate not in {"unrated", "silent"}]
    of_rep = [row for row in buying if row.account.owner == scene.people["rep"]][:6]
    rows: list[Expectation] = []
    for customer in [*of_rep, *dice.sample(buying, min(COUNT, len(buying)))]:
        texts = dice.sample(TEXTS, 2)
        heard = scene.days_ago(dice.uniform(5, 300))
        row = Expectation(
            account=customer.account, text=texts[0][0 if customer.is_chinese else 1], heard_on=heard,
            heard_by=customer.account.owner, contact=dice.choice([*customer.contacts, None]),
            met=dice.choice(("yes", "yes", "partly", "no", "unknown")), created_at=scene.moment(heard, 16),
        )  # fmt: skip
        rows.append(row)
        if dice.random() < 0.3:
            before = scene.days_ago((scene.today - heard).days + dice.randint(60, 200))
            rows.append(
                Expectation(
                    account=customer.account,
                    text=texts[1][0 if customer.is_chinese else 1],
                    heard_on=before,
                    heard_by=customer.account.owner,
                    met="yes",
                    ended_on=heard,
                    created_at=scene.moment(before, 16),
                )
            )
    Expectation.objects.bulk_create(rows)
    for over, now in zip(rows[1:], rows, strict=False):
        if over.ended_on:
            now.follows = over
    Expectation.objects.bulk_update([row for row in rows if row.follows_id], ["follows"])
    Event.objects.bulk_create(
        Event(at=row.created_at, actor=row.heard_by, verb="expectation.heard", subject_type="expectation",
              subject_id=row.pk, account_id=row.account_id)
        for row in rows
    )  # fmt: skip
