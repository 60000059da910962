"""How the team talks about its deals and its people: reviews with a past, development records, last quarter's talks."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from foundation import clock
from pipeline.choices import Answer, Status
from pipeline.models import (
    AgreedAction,
    Move,
    Opportunity,
    OpportunityReview,
    PerformanceReview,
    QuestionSet,
    ReviewAction,
    ReviewAnswer,
    ReviewPick,
    ReviewQuestion,
)
from pipeline.queries import present_questions
from pipeline.queries.performance import MEASURES, figures
from pipeline.rules import WEAK, cents, group_scores
from teams.models import User

from . import words
from .stage import Scene

REVIEWED, PICKED = 18, 3
BETTER = 0.12
"""How much likelier a yes becomes from one review to the next."""


def make_reviews(scene: Scene, opportunities: list[Opportunity]) -> None:
    """The largest open deals were reviewed one to four times, some days apart; weak answers have actions."""
    dice, questions = scene.dice("reviews"), present_questions()
    largest = sorted((row for row in opportunities if row.status == Status.OPEN), key=_worth)
    for row in largest[:REVIEWED]:
        times = dice.randint(1, 4)
        for number in range(times):
            at = scene.moment(scene.days_ago(8 + 11 * (times - number - 1)), 10, dice.randint(0, 50))
            if at >= row.created_at:
                _review(scene, dice, row, questions, at, past=number, is_last=number == times - 1)
    ReviewPick.objects.bulk_create(
        ReviewPick(opportunity=row, by=scene.people["manager"], at=scene.now) for row in largest[-PICKED:]
    )


def _review(
    scene: Scene,
    dice: random.Random,
    row: Opportunity,
    questions: QuestionSet,
    at: dt.datetime,
    *,
    past: int,
    is_last: bool,
) -> None:
    """One review after `past` others."""
    given = [(question, _answer(dice, 0.25 + BETTER * past)) for question in questions.questions.all()]
    scores = group_scores((question.group, answer) for question, answer in given)
    review = OpportunityReview.objects.create(
        opportunity=row, set=questions, by=scene.people["manager"], at=at, score=sum(scores), group_scores=scores
    )
    ReviewAnswer.objects.bulk_create(_told(dice, review, question, answer) for question, answer in given)
    weak = [question for question, answer in given if answer in WEAK]
    ReviewAction.objects.bulk_create(_actions(scene, dice, review, weak, is_last=is_last))


def make_performance(scene: Scene) -> None:
    """Last quarter's talk with every rep of the manager: closed, with what was agreed; and this quarter's begun."""
    manager, this = scene.people["manager"], clock.quarter_start(scene.today)
    first, last = clock.add_months(this, -3), this - clock.DAY
    people = [person for person in scene.reps if person.team_id in manager.reach]
    for number, person in enumerate(people):
        told = words.TALKS[number % len(words.TALKS)]
        review = PerformanceReview.objects.create(
            person=person, persons_team=person.team, starts_on=first, ends_on=last,
            created_by=manager, closed_by=manager,
            closed_at=scene.moment(this, 17), figures=_figures_on(scene, this, person, (first, last)), **told["notes"],
        )  # fmt: skip
        AgreedAction.objects.bulk_create(
            AgreedAction(
                review=review, text=text, owner=person, due_on=scene.today + clock.DAY * (7 * place - 3),
                done_at=scene.now if place == 0 and number % 2 else None,
            )
            for place, text in enumerate(told["actions"])
        )  # fmt: skip
    last_day = clock.add_months(this, 3) - clock.DAY
    begun = {"starts_on": this, "ends_on": last_day, "created_by": manager}
    PerformanceReview.objects.create(person=people[0], persons_team=people[0].team, **begun)


def _figures_on(scene: Scene, day: dt.date, person: User, period: tuple[dt.date, dt.date]) -> dict[str, Any]:
    """What the review said when it was closed on `day`: what stood open then is in the moves; what was overdue
    then is recorded nowhere, and so is not told."""
    told = figures(scene.people["manager"], person, *period)
    moves = Move.objects.filter(opportunity__owner=person, at__lt=scene.moment(day, 17)).select_related("to_stage")
    last = moves.order_by("opportunity_id", "-at", "-id").distinct("opportunity_id")
    standing = [(move.base_after, move.to_stage) for move in last if move.to_stage]
    told["open_count"] = len(standing)
    told["open_amount"] = str(cents(sum(amount for amount, _stage in standing)))
    told["weighted"] = str(cents(sum(amount * stage.share for amount, stage in standing)))
    gaps = {measure.key: None for measure in MEASURES if measure.step == "gaps"}
    return {**told, **gaps, "as_of": day.isoformat()}


def _worth(row: Opportunity) -> tuple[float, int]:
    return (-float(row.amount * row.rate), row.pk)


def _answer(dice: random.Random, good: float) -> Answer:
    rest = (1 - good) / 3
    return dice.choices(list(Answer), weights=[good, rest * 1.4, rest, rest * 0.6])[0]


def _language(review: OpportunityReview) -> str:
    return words.language_of(review.opportunity.name)


def _told(dice: random.Random, review: OpportunityReview, question: ReviewQuestion, answer: Answer) -> ReviewAnswer:
    evidence = (
        dice.choice(words.EVIDENCE[_language(review)]) if answer != Answer.UNKNOWN and dice.random() < 0.6 else ""
    )
    return ReviewAnswer(review=review, question=question, answer=answer, evidence=evidence)


def _actions(
    scene: Scene, dice: random.Random, review: OpportunityReview, weak: list[ReviewQuestion], *, is_last: bool
) -> list[ReviewAction]:
    """One or two of the weak answers; those of earlier reviews are done, of the last one some are late."""
    made = []
    for question in dice.sample(weak, min(len(weak), dice.randint(1, 2))):
        due = review.at.date() + dt.timedelta(days=dice.randint(5, 12))
        owner = review.opportunity.owner
        action = ReviewAction(opportunity=review.opportunity, review=review, question=question, owner=owner, due_on=due)
        action.text = dice.choice(words.ACTIONS[_language(review)])
        if not is_last:
            action.done_at, action.done_by = scene.moment(due, 16), owner
        made.append(action)
    return made
