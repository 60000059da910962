"""Alerts as they would stand: those of now in every state, and a past of closed ones with what became of them."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right
from collections import defaultdict

from accounts.choices import Tier
from accounts.models import Account
from scoring.choices import AlertState, Cause, Outcome
from scoring.models import Alert, AlertRule, AlertStep, ChurnRule, LedgerEntry, PlaybookStep
from scoring.services import escalate_alerts, judge_alerts
from teams.models import DigestWish

from .stage import Scene

SOUNDEST = {
    Cause.OVERDUE: 0.9,
    Cause.CHURN: 0.9,
    Cause.FALLING_PROFIT: 0.6,
    Cause.CADENCE: 0.3,
    Cause.NO_NEXT_STEP: 0.2,
}
"""How likely a cause speaks before an account leaves."""
FORTNIGHT = 14
NOTES = {
    Outcome.KEPT: ["新报价已接受 New offer accepted", "已当面解决 Settled in person", "恢复下单 Orders again"],
    Outcome.LOST: ["改用竞争对手 Went to a competitor", "停产 Stopped production", "价格 Price"],
    Outcome.FALSE_ALARM: ["节假日停工 Holiday shutdown", "库存未用完 Stock left", "订单合并 Orders merged"],
}


def make_alerts_live(scene: Scene) -> None:
    """After the nights: the past, then this fortnight, then what follows by itself (escalation, verdicts)."""
    _make_past(scene)
    _freshen(scene)
    DigestWish.objects.bulk_create(
        DigestWish(user=scene.people[who], kind="alerts", is_on=True, hour=8, language="zh-hans")
        for who in ("rep", "manager")
    )
    for days in range(FORTNIGHT, -1, -1):
        escalate_alerts(scene.today - dt.timedelta(days=days))
    judge_alerts()


def _freshen(scene: Scene) -> None:
    """Nobody leaves alerts open for months: those of earlier nights become this fortnight's, some of them taken on."""
    dice = scene.dice("alerts")
    rules = {rule.cause: rule for rule in AlertRule.objects.all()}
    new = Alert.objects.filter(state=AlertState.NEW).select_related("account")
    alerts = list(new.order_by("account__external_id", "cause"))
    for alert in alerts:
        alert.opened_on = scene.today - dt.timedelta(days=dice.choice([1, 1, 1, 1, 2, 2, 3, 4, 6, 9, 12]))
        alert.due_on = alert.opened_on + dt.timedelta(days=rules[alert.cause].days_of(alert.account.tier))
        alert.state = dice.choices([AlertState.NEW, AlertState.ACKNOWLEDGED, AlertState.ACTING], weights=[6, 2, 2])[0]
        if alert.state == AlertState.ACTING:
            alert.acting_since = scene.moment(alert.opened_on + dt.timedelta(days=1), 9)
    Alert.objects.bulk_update(alerts, ["opened_on", "due_on", "state", "acting_since"])
    _take_steps(dice, [alert for alert in alerts if alert.state == AlertState.ACTING])


def _take_steps(dice: random.Random, acted: list[Alert]) -> None:
    """Their checklists, the first steps ticked by the owner."""
    steps: dict[str, list[PlaybookStep]] = defaultdict(list)
    for step in PlaybookStep.objects.select_related("playbook").order_by("position"):
        steps[step.playbook.cause].append(step)
    rows = []
    for alert in acted:
        ticked = dice.randint(0, len(steps[alert.cause]) - 1)
        for step in steps[alert.cause]:
            row = AlertStep(alert=alert, position=step.position, text=step.text, text_zh=step.text_zh)
            if step.position <= ticked:
                row.done_at, row.done_by = alert.acting_since, alert.owner
            rows.append(row)
    AlertStep.objects.bulk_create(rows)


def _make_past(scene: Scene) -> None:
    dice, horizon = scene.dice("past alerts"), ChurnRule.current().horizon_days
    orders: dict[int, list[dt.date]] = defaultdict(list)
    for account_id, date in (
        LedgerEntry.objects.filter(revenue_base__gt=0).order_by("date").values_list("account", "date")
    ):
        orders[account_id].append(date)
    rows = []
    for account in Account.objects.select_related("owner").order_by("external_id", "pk"):
        days = orders.get(account.pk)
        if not days:
            continue
        has_left = (scene.today - days[-1]).days > horizon
        for cause, soundness in SOUNDEST.items():
            if has_left and dice.random() < soundness:
                opened = days[-1] + dt.timedelta(days=dice.randint(8, 40))
                rows.append(_past(scene, dice, account, cause, opened=opened, orders=days))
            for _again in range(dice.choice([0, 1, 1, 2])):
                opened = scene.days_ago(dice.uniform(horizon + 2, 420))
                rows.append(_past(scene, dice, account, cause, opened=opened, orders=days))
    Alert.objects.bulk_create(row for row in rows if row is not None)


def _past(
    scene: Scene, dice: random.Random, account: Account, cause: str, *, opened: dt.date, orders: list[dt.date]
) -> Alert | None:
    """One that was closed long ago: by its cause, or by its owner, who knew more or less what became of it."""
    before = bisect_right(orders, opened)
    if before == 0 or opened > scene.days_ago(21):
        return None
    following = orders[before] if before < len(orders) else None
    closed = opened + dt.timedelta(days=dice.randint(3, 20))
    stays = following is not None and (following - opened).days <= ChurnRule.current().horizon_days
    weights = [5, 0, 3, 6] if stays else [1, 6, 1, 2]
    outcome = dice.choices([Outcome.KEPT, Outcome.LOST, Outcome.FALSE_ALARM, ""], weights=weights)[0]
    acted = outcome in {Outcome.KEPT, Outcome.LOST}
    return Alert(
        account=account, cause=cause, owner=account.owner, opened_on=opened, facts=_facts(cause, orders[:before]),
        due_on=opened + dt.timedelta(days=3 if account.tier == Tier.PLATINUM else 7), outcome=outcome,
        state=AlertState.FALSE_ALARM if outcome == Outcome.FALSE_ALARM else AlertState.RESOLVED,
        acting_since=scene.moment(opened + dt.timedelta(days=1), 10) if acted else None,
        closed_at=scene.moment(closed, 16), closed_by=account.owner if outcome else None,
        over_on=closed + dt.timedelta(days=1), note=dice.choice(NOTES[Outcome(outcome)]) if outcome else "",
        created_at=scene.moment(opened, 3), updated_at=scene.moment(closed, 16),
    )  # fmt: skip


def _facts(cause: str, orders: list[dt.date]) -> dict[str, object]:
    """As the night would have found them on that day, roughly."""
    last = orders[-1].isoformat()
    facts: dict[str, dict[str, object]] = {
        Cause.OVERDUE: {"last_order": last, "usual_days": 30, "orders": len(orders)},
        Cause.FALLING_PROFIT: {"recent": "42000.00", "earlier": "78000.00"},
        Cause.CADENCE: {"last_visit": last, "since": last, "days": 30},
        Cause.NO_NEXT_STEP: {"last_visit": last},
        Cause.CHURN: {"risk": "0.6900", "last_order": last, "orders": len(orders), "days": 91},
    }
    return facts[cause]
