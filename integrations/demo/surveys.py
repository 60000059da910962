"""Surveys of the demo: the larger customers each quarter, in conversation and by links; one link is out."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, NamedTuple

from journal.models import Event
from surveys.choices import Asks, Occasion, SurveyState, Way
from surveys.models import Survey, SurveyLine, SurveyPoint
from surveys.rules import HIGHEST, LOWEST, result_of

from .customers import Customer
from .stage import Scene

QUARTERS = 5
MOST, OF_REP = 30, 6
COMMENTS = (
    ("交货日期总是临时变，排产很被动", "Delivery dates change at the last minute"),
    ("产品没问题，响应再快一点就好", "The goods are fine; answers could come faster"),
    ("业务员很负责，有事随时找得到", "Their people are there when we need them"),
    ("", ""),
    ("", ""),
)


def make_surveys(scene: Scene, customers: list[Customer]) -> None:
    dice = scene.dice("surveys")
    points = list(SurveyPoint.objects.filter(is_offered=True))
    buying = sorted((row for row in customers if row.fate not in {"unrated", "silent"}), key=lambda row: -row.revenue)
    of_rep = [row for row in buying if row.account.owner == scene.people["rep"]]
    chosen = [*of_rep[:OF_REP], *(row for row in buying if row not in of_rep)][:MOST]
    surveys, lines = [], []
    for place, customer in enumerate(chosen):
        for row, its_lines in _history(scene, dice, customer, points, place):
            surveys.append(row)
            lines += its_lines
    if len(of_rep) > OF_REP:
        row = _open_link(scene, of_rep[OF_REP])
        surveys.append(row)
        lines += _lines(row, points)
    Survey.objects.bulk_create(surveys)
    SurveyLine.objects.bulk_create(lines)
    Event.objects.bulk_create(_told(row) for row in surveys)


def _history(
    scene: Scene, dice: random.Random, customer: Customer, points: list[SurveyPoint], place: int
) -> list[tuple[Survey, list[SurveyLine]]]:
    """The first of rep's grows worse quarter by quarter, the second better; who comes late was asked long ago."""
    mood = (-0.5, 0.5)[place] if place < 2 else dice.uniform(-0.25, 0.25)
    weak = dice.randrange(4)
    back = 3 if place % 7 == 6 else 0
    made = []
    for quarter in range(QUARTERS, back, -1):
        day = scene.days_ago(91 * quarter - 75 + dice.uniform(0, 14))
        told = Quarter(day, mood * (QUARTERS - quarter), weak)
        made.append(_answered(scene, dice, customer, points, told))
    return made


class Quarter(NamedTuple):
    """When a customer is asked, how far the mood has drifted by then, and which dimension is the weak one."""

    day: dt.date
    drift: float
    weak: int


def _answered(
    scene: Scene, dice: random.Random, customer: Customer, points: list[SurveyPoint], quarter: Quarter
) -> tuple[Survey, list[SurveyLine]]:
    day, drift, weak = quarter
    row = _survey(customer, dice.choice([*customer.contacts, None]), scene.moment(day, dice.randint(9, 17)))
    row.way = dice.choice((Way.REP, Way.LINK))
    row.expires_at = row.asked_at + dt.timedelta(14) if row.way == Way.LINK else None
    row.state, row.answered_at = SurveyState.ANSWERED, row.asked_at
    row.comment = dice.choice(COMMENTS)[0 if customer.is_chinese else 1]
    lines = _lines(row, points)
    for place, line in enumerate(lines):
        if line.kind != Asks.SATISFACTION:
            line.mark = _mark(3.9 + drift / 2 + dice.gauss(0, 0.6))
        elif dice.random() > 0.1 or place == 0:
            line.expectation = _mark(dice.gauss(4.2, 0.6))
            line.experience = _mark(line.expectation + drift + (-1.2 if place == weak else 0.1) + dice.gauss(0, 0.5))
    told: dict[str, Any] = result_of(lines)._asdict()
    for name, value in told.items():
        setattr(row, name, value)
    return row, lines


def _open_link(scene: Scene, customer: Customer) -> Survey:
    row = _survey(customer, next(iter(customer.contacts), None), scene.now - dt.timedelta(days=2))
    row.way, row.expires_at = Way.LINK, row.asked_at + dt.timedelta(days=14)
    return row


def _survey(customer: Customer, contact: Any, at: dt.datetime) -> Survey:
    return Survey(
        account=customer.account, contact=contact, occasion=Occasion.REGULAR, asked_by=customer.account.owner,
        language="zh-hans" if customer.is_chinese else "en", asked_at=at, created_at=at, updated_at=at,
    )  # fmt: skip


def _lines(survey: Survey, points: list[SurveyPoint]) -> list[SurveyLine]:
    return [
        SurveyLine(survey=survey, point=point, kind=point.kind, position=place, text=point.text, text_zh=point.text_zh)
        for place, point in enumerate(points, start=1)
    ]


def _mark(value: float) -> int:
    return min(max(round(value), LOWEST), HIGHEST)


def _told(row: Survey) -> Event:
    verb = "survey.asked" if row.is_open else "survey.dissatisfied" if row.is_below else "survey.answered"
    actor = None if row.way == Way.LINK and row.is_answered else row.asked_by
    return Event(
        at=row.answered_at or row.asked_at, actor=actor, verb=verb, subject_type="survey", subject_id=row.pk,
        account_id=row.account_id,
    )  # fmt: skip
