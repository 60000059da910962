"""Lost accounts of the demo: customers that stopped ordering, most of them lost for good, some won back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from accounts.models import Account
from journal.models import Event
from losses.models import Loss, LossReason, WinBack, WinBackStep
from pipeline.models import Competitor

from .customers import Customer
from .stage import Scene

MOST, OF_REP = 12, 1
LESSONS = (
    ("换了采购之后半年没人上门，等听说时已经签了别家", "Nobody called after their buyer changed; then they had signed"),
    ("三次交期延误都没有给说法，对方直接换了供应商", "Three late deliveries without a word from us"),
    ("比价时只报了价，没有讲清楚总成本", "We quoted a price and never told them the total cost"),
    ("老客户一直按老价格走，没有主动谈过", "We left an old customer on old prices"),
)
WEIGHTS = (1, 1, 2, 4, 6, 10)
"""How often each reason as shipped is the main one."""
AIMS = (
    ("由经理带队登门致歉，先把积压的问题解决", "The manager visits, says sorry, and first settles what is open"),
    ("按年度总量重新报价，附交期承诺", "A new price for the year's volume, with a promise on delivery"),
)
STEPS = (
    ("约采购经理面谈", "Meet their head of purchasing", -9),
    ("核对未结的质量问题清单", "Go through the list of open quality issues", -1),
    ("提交新的年度报价", "Hand over the new offer for the year", 12),
)
BACK = ("试单交付准时，对方恢复下单", "The trial order came on time, and they order again")
AWAY = ("对方已与新供应商签三年框架", "They signed a frame contract of three years with the new supplier")


def make_losses(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("losses")
    reasons, rivals = list(LossReason.objects.order_by("position")), list(Competitor.objects.order_by("id"))
    silent = [row for row in customers if row.fate == "silent" and row.account.stage != "filtered"]
    of_rep = [row for row in silent if row.account.owner == scene.people["rep"]][-OF_REP:]
    others = [row for row in silent if row.account.owner != scene.people["rep"]]
    for place, customer in enumerate([*of_rep, *others][:MOST]):
        loss = _loss(scene, dice, customer, reasons, rivals)
        if place % 3 != 2:
            _win_back(scene, dice, customer, loss, place)
        Account.objects.filter(pk=customer.account.pk).update(lost_on=loss.lost_on if loss.is_lost else None)


def _said(customer: Customer, texts: Sequence[str]) -> str:
    return texts[0] if customer.is_chinese else texts[1]


def _loss(
    scene: Scene, dice: random.Random, customer: Customer, reasons: list[LossReason], rivals: list[Competitor]
) -> Loss:
    day, owner = scene.days_ago(dice.uniform(20, 200)), customer.account.owner
    reason = dice.choices(reasons, weights=WEIGHTS)[0]
    at = scene.moment(day, 17)
    loss = Loss.objects.create(
        account=customer.account, lost_on=day, reason=reason, learned=_said(customer, dice.choice(LESSONS)),
        competitor=dice.choice([*rivals, None]), decided_by=dice.choice([*customer.contacts, None]), recorded_by=owner,
        created_at=at, updated_at=at,
    )  # fmt: skip
    loss.also.set(row for row in dice.sample(reasons[2:], dice.randint(0, 2)) if row != reason)
    Event.objects.create(
        at=at, actor=owner, verb="loss.recorded", subject_type="loss", subject_id=loss.pk, account_id=loss.account_id,
    )  # fmt: skip
    return loss


def _win_back(scene: Scene, dice: random.Random, customer: Customer, loss: Loss, place: int) -> None:
    """The first runs, with a step that is due; later ones have their result."""
    expected = Decimal(10_000 * round(customer.revenue / 20_000) or 10_000)
    plan = WinBack.objects.create(
        loss=loss, approach=loss.reason.approach, aim=_said(customer, dice.choice(AIMS)), expected=expected,
        currency="CNY",
    )  # fmt: skip
    won, over = place != 4, place in {3, 4, 7}
    until = loss.lost_on + dt.timedelta(dice.randint(12, 19)) if over else scene.today
    WinBackStep.objects.bulk_create(
        _step(scene, customer, plan, until + dt.timedelta(days), _said(customer, texts), is_done=over or days < -5)
        for *texts, days in (STEPS[:2] if over else STEPS)
    )
    if not over:
        return
    plan.state, plan.ended_on = ("won_back" if won else "given_up"), until
    plan.result = _said(customer, BACK if won else AWAY)
    plan.save(update_fields=["state", "ended_on", "result"])
    if won:
        loss.state, loss.ended_on, loss.end_note = "won_back", until, plan.result
        loss.save(update_fields=["state", "ended_on", "end_note"])


def _step(scene: Scene, customer: Customer, plan: WinBack, due_on: dt.date, text: str, *, is_done: bool) -> WinBackStep:
    owner = customer.account.owner
    done: dict[str, Any] = {"done_at": scene.moment(due_on, 15), "done_by": owner} if is_done else {}
    return WinBackStep(win_back=plan, text=text, owner=owner, due_on=due_on, **done)
