"""Account plans of the demo: the best customers of this year, some reviewed, some waiting for it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from foundation import clock
from journal.models import Event
from plans.choices import Resource
from plans.models import AccountPlan, KeyCheck, KeyPoint, Objective, PlanAction, PlanReview, PlanShare, ResourceMix
from plans.queries.review import what_stands
from plans.rules import QUARTER, quarter_before, review_after
from teams.models import Team

from .customers import Customer
from .stage import Scene

COUNT, OF_REP = 14, 3
AIMS = (
    ("年内成为首选供应商，份额过四成", "Become the first source this year, with four tenths of what they buy"),
    ("把交期做稳，拿下明年的框架协议", "Deliver on time every time, and win next year's frame contract"),
    ("从单品供货走向整线方案", "Grow from single parts to whole lines"),
)
SWOT = {
    "strengths": ("技术服务响应快，车间认可", "Their fitters trust our service"),
    "weaknesses": ("交期不稳，报价偏高", "Late deliveries, prices above the market"),
    "opportunities": ("明年二期扩产", "A second plant next year"),
    "threats": ("竞品低价试样", "A rival gives samples away"),
}
OBJECTIVES = (
    ("我方份额", "Our share of what they buy", "%", "%", "28", "40"),
    ("准时交货率", "Deliveries on time", "%", "%", "91", "98"),
    ("交货周期", "From order to delivery", "天", "days", "21", "12"),
)
ACTIONS = (
    ("高层互访，谈明年框架", "Managing directors meet about the frame contract", Resource.MARKETING, 6),
    ("给车间做选型培训", "Train their fitters", Resource.SUPPORT, 16),
    ("联合推广：参加对方经销商会", "Joint promotion at their dealers' day", Resource.MARKETING, 24),
    ("核定年度返利方案", "Agree on the rebate of the year", Resource.MANAGEMENT, 4),
    ("每月碰一次交期", "Look at deliveries together each month", Resource.MANAGEMENT, 3),
)
DUE = (-40, -12, -2, 0, 25)
"""Days from today on which the actions are due; the first two are done."""
DONE = 2
NOTE = "份额在涨，交期还没稳住；下季度先把缓冲库存建起来。"


def make_plans(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("plans")
    best = sorted((row for row in customers if row.fate != "unrated"), key=lambda row: -row.revenue)
    of_rep = [row for row in best if row.account.owner == scene.people["rep"]][:OF_REP]
    chosen = of_rep + [row for row in best if row not in of_rep][: COUNT - OF_REP]
    keys, mixes = list(KeyPoint.objects.all()), list(ResourceMix.objects.all())
    for place, customer in enumerate(chosen):
        plan = _plan(scene, dice, customer, mixes)
        _fill(scene, dice, customer, plan)
        KeyCheck.objects.bulk_create(
            KeyCheck(plan=plan, key=key, at=scene.moment(scene.days_ago(60), 10), by=customer.account.owner)
            for key in dice.sample(keys, dice.randint(3, 7))
        )
        if place % 4 == 1:
            _split(plan)
        _review(scene, plan, waits=place % 3 == 0)


def _said(customer: Customer, texts: tuple[str, str]) -> str:
    return texts[0] if customer.is_chinese else texts[1]


def _plan(scene: Scene, dice: random.Random, customer: Customer, mixes: list[ResourceMix]) -> AccountPlan:
    mix, owner, begun = dice.choice(mixes), customer.account.owner, dt.date(scene.today.year, 1, 1)
    at = min(scene.moment(begun + dt.timedelta(dice.randint(5, 25)), 10), scene.now)
    plan = AccountPlan.objects.create(
        account=customer.account, year=scene.today.year, aim=_said(customer, dice.choice(AIMS)),
        review_on=clock.add_months(begun, QUARTER), created_by=owner, created_at=at, updated_at=at,
        marketing=mix.marketing, management=mix.management, support=mix.support,
        **{name: _said(customer, texts) for name, texts in SWOT.items()},
    )  # fmt: skip
    Event.objects.create(
        at=at, actor=owner, verb="plan.created", subject_type="accountplan", subject_id=plan.pk,
        account_id=customer.account.pk,
    )  # fmt: skip
    return plan


def _fill(scene: Scene, dice: random.Random, customer: Customer, plan: AccountPlan) -> None:
    end, owner = dt.date(plan.year, 12, 31), customer.account.owner
    reached = [_between(dice, low, high) for *_texts, low, high in OBJECTIVES]
    objectives = [
        Objective(
            plan=plan, text=_said(customer, (text_zh, text)), unit=_said(customer, (unit_zh, unit)),
            baseline=Decimal(low), target=Decimal(high), reached=reached[place], due_on=end, is_shared=place < DONE,
        )
        for place, (text_zh, text, unit_zh, unit, low, high) in enumerate(OBJECTIVES)
    ]  # fmt: skip
    Objective.objects.bulk_create(objectives)
    PlanAction.objects.bulk_create(
        PlanAction(
            plan=plan, text=_said(customer, (text_zh, text)), owner=owner, resource=resource, hours=hours,
            due_on=scene.today + dt.timedelta(days + dice.randint(-1, 9)), objective=dice.choice(objectives),
            is_shared=place < DONE + 1,
            done_at=scene.moment(scene.days_ago(-days - 1), 16) if place < DONE else None,
            done_by=owner if place < DONE else None,
        )
        for place, ((text_zh, text, resource, hours), days) in enumerate(zip(ACTIONS, DUE, strict=True))
    )  # fmt: skip


def _between(dice: random.Random, low: str, high: str) -> Decimal:
    """A whole number on the way from one to the other, or just beyond."""
    part = Decimal(str(round(dice.uniform(0.1, 1.1), 2)))
    return round(Decimal(low) + (Decimal(high) - Decimal(low)) * part, 0)


def _split(plan: AccountPlan) -> None:
    own = plan.account.team
    other = Team.objects.filter(parent=own.parent).exclude(pk=own.pk).order_by("path").first()
    if other:
        PlanShare.objects.bulk_create(
            PlanShare(plan=plan, team=team, share=share) for team, share in ((own, Decimal(70)), (other, Decimal(30)))
        )


def _review(scene: Scene, plan: AccountPlan, *, waits: bool) -> None:
    """Each quarter that is over was reviewed some days later; of those that wait, the last was not."""
    while plan.review_on and plan.review_on <= scene.today:
        following = review_after(plan.review_on, plan.year)
        if waits and (following is None or following > scene.today):
            break
        at = min(scene.moment(plan.review_on + dt.timedelta(6), 15), scene.now)
        PlanReview.objects.create(
            plan=plan, quarter=quarter_before(plan.review_on), note=NOTE, by=plan.account.owner, at=at,
            figures=_as_of(what_stands(plan), at, plan.year),
        )  # fmt: skip
        plan.review_on = following
    AccountPlan.objects.filter(pk=plan.pk).update(review_on=plan.review_on)


def _as_of(figures: dict[str, Any], at: dt.datetime, year: int) -> dict[str, Any]:
    """What stands today as it may have stood then: less was reached, and what was done later was open."""
    part = Decimal((at.date() - dt.date(year, 1, 1)).days) / 365
    objectives = [
        {
            **row,
            "reached": round(row["baseline"] + (row["reached"] - row["baseline"]) * part, 1),
            "progress": round(row["progress"] * part, 4),
        }
        for row in figures["objectives"]
    ]
    actions = [
        {**row, "done_at": row["done_at"] if row["done_at"] and row["done_at"] <= at else None}
        for row in figures["actions"]
    ]
    then = {"as_of": at.date(), "objectives": objectives, "actions": actions}
    return {**figures, **then, "progress": figures["progress"] * part, "revenue": round(figures["revenue"] * part, 2)}
