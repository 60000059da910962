"""What is for sale: won, lost and open across the stages, every move dated; some stand still."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from decimal import Decimal

from accounts.models import Account
from pipeline.choices import REASONS, CloseReason, Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.services import progress_recount

from . import words
from .customers import Customer
from .histories import opened, passed, searched_by, settled
from .stage import Scene

COUNT = 156
STUCK = 0.18


def make_opportunities(scene: Scene, customers: list[Customer]) -> list[Opportunity]:
    dice, stages = scene.dice("opportunities"), list(Stage.objects.order_by("position"))
    buyers = [customer for customer in customers if customer.account.filtered_reason == ""]
    weights = [customer.revenue**0.35 for customer in buyers]
    rows, histories, open_ones = [], [], Counter[tuple[int, int]]()
    for number in range(COUNT):
        customer = dice.choices(buyers, weights=weights)[0]
        row, history = _story(scene, dice, customer, stages, open_ones)
        row.external_id = f"O{20_000 + number}"
        rows.append(row)
        histories.append(history)
    Opportunity.objects.bulk_create(rows)
    Move.objects.bulk_create([move for row, moves in zip(rows, histories, strict=True) for move in _saved(row, moves)])
    progress_recount(Opportunity.objects.filter(pk__in=[row.pk for row in rows]))
    return rows


def _saved(row: Opportunity, moves: list[Move]) -> list[Move]:
    for move in moves:
        move.opportunity = row
    return moves


def _story(
    scene: Scene,
    dice: random.Random,
    customer: Customer,
    stages: list[Stage],
    open_ones: Counter[tuple[int, int]],
) -> tuple[Opportunity, list[Move]]:
    ending = dice.choices([Status.OPEN, Status.WON, Status.LOST], weights=[38, 36, 26])[0]
    reached = dice.choices(range(len(stages)), weights=[3, 4, 4, 4, 3, 3])[0]
    if ending == Status.WON:
        reached = dice.choice([3, 4, 5, 5])
    elif ending == Status.OPEN:
        # Whichever day it is: no team's funnel has a gap.
        team = customer.account.team_id
        reached = min(range(len(stages)), key=lambda place: (open_ones[team, place], place != reached))
        open_ones[team, reached] += 1
    row = _row(scene, dice, customer)
    steps = [
        max(2, round(dice.gauss(stage.normal_days * 0.8, stage.normal_days / 3))) for stage in stages[: reached + 1]
    ]
    last = _days_since_last_move(scene, dice, ending, stages[reached])
    moments = _moments(scene, dice, steps, last)
    row.opened_on = moments[0].date()
    row.created_at, row.updated_at = moments[0], moments[-1]
    moves = [opened(row, stages[0], at=moments[0], by=row.owner)]
    moves += [
        passed(row, before, after, at=at, by=row.owner)
        for before, after, at in zip(stages, stages[1 : reached + 1], moments[1:], strict=False)
    ]
    if ending == Status.OPEN:
        _look_ahead(scene, dice, customer, row)
        return row, moves
    reasons = sorted(REASONS[Status(ending)] - {CloseReason.OTHER})
    moves.append(settled(row, ending, at=moments[-1], by=row.owner, reason=dice.choice(reasons)))
    row.expected_close_on = moments[-1].date()
    return row, moves


def _row(scene: Scene, dice: random.Random, customer: Customer) -> Opportunity:
    account: Account = customer.account
    product_zh, product = dice.choice(list(words.PRODUCTS.items()))
    name = product_zh if customer.is_chinese else product
    share = dice.uniform(0.04, 0.35)
    amount = Decimal(max(8_000, round(customer.revenue * share / 1000) * 1000))
    rate = scene.rate(customer.currency, scene.today)
    row = Opportunity(
        account=account,
        owner=account.owner,
        team=account.team,
        name=f"{name} {scene.today.year - dice.choice([0, 0, 1])}",
        amount=amount if customer.currency == "CNY" else (amount / rate).quantize(Decimal(1000)) + 1000,
        currency=customer.currency,
        rate=rate,
        product=name,
        source=dice.choice(words.SOURCES),
    )
    row.search_text = searched_by(row)
    return row


def _days_since_last_move(scene: Scene, dice: random.Random, ending: Status, stage: Stage) -> int:
    """Open ones moved lately, some of them long ago; closed ones ended some time within a year, many this month."""
    if ending == Status.OPEN:
        stuck = dice.random() < STUCK
        return round(stage.normal_days * dice.uniform(1.6, 4)) if stuck else dice.randint(0, stage.normal_days)
    return dice.choice([dice.randint(0, max(1, scene.today.day - 1)), dice.randint(1, 90), dice.randint(20, 330)])


def _moments(scene: Scene, dice: random.Random, steps: list[int], last: int) -> list[dt.datetime]:
    """When it was opened, when it entered each further stage, and when it was closed (the last one)."""
    moments = [scene.moment(scene.days_ago(last), dice.randint(9, 17), dice.randint(0, 59))]
    for days in reversed(steps):
        moments.insert(0, moments[0] - dt.timedelta(days=days, minutes=dice.randint(0, 59)))
    return [min(moment, scene.now) for moment in moments]


def _look_ahead(scene: Scene, dice: random.Random, customer: Customer, row: Opportunity) -> None:
    row.expected_close_on = scene.today + dt.timedelta(days=dice.choice([-12, 3, 8, 15, 24, 40, 60, 95]))
    if dice.random() < 0.7:
        row.next_step = dice.choice(words.STORIES_ZH if customer.is_chinese else words.STORIES).step
        row.next_step_on = scene.today + dt.timedelta(days=dice.randint(-6, 20))
