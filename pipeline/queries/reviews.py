"""Reviews of opportunities: the last one, scores over time, what is to be done, and the deals of the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
)
from django.utils import timezone

from foundation.errors import StaleEdit
from pipeline.choices import ReviewGroup
from pipeline.models import (
    Opportunity,
    OpportunityReview,
    QuestionSet,
    ReviewAction,
    ReviewAnswer,
    ReviewPick,
    ReviewRule,
)
from pipeline.rules import FULL_GROUP, FULL_SCORE
from teams.models import Role, User

from .flags import stuck
from .periods import OPEN

SHOWN = 12
"""Reviews of one opportunity that are shown; older ones are kept, too."""

PEOPLE = 50
"""So many people of a team are offered for an action."""


@dataclass(frozen=True)
class GroupScore:
    """The points of a group, and what they were over time (oldest first)."""

    group: ReviewGroup
    score: int
    past: list[int]
    full: int = FULL_GROUP

    @property
    def label(self) -> Any:
        return self.group.label

    @property
    def before(self) -> int | None:
        return self.past[-2] if len(self.past) > 1 else None


@dataclass(frozen=True)
class Reviewed:
    """What the reviews of one opportunity say: the last ones, the latest first."""

    reviews: list[OpportunityReview]
    full: int = FULL_SCORE

    @property
    def last(self) -> OpportunityReview | None:
        return self.reviews[0] if self.reviews else None

    @property
    def scores(self) -> list[int]:
        """Oldest first."""
        return [review.score for review in reversed(self.reviews)]

    @property
    def groups(self) -> list[GroupScore]:
        past = [review.group_scores for review in reversed(self.reviews)]
        each = [[scores[place] for scores in past] for place in range(len(ReviewGroup))]
        return [
            GroupScore(group, scores[-1], scores) for group, scores in zip(ReviewGroup, each, strict=True) if scores
        ]


def present_questions() -> QuestionSet:
    """The version that the next review is answered with, its questions read."""
    return QuestionSet.objects.prefetch_related("questions").order_by("-version")[0]


def question_set(version: int) -> QuestionSet:
    """That version. StaleEdit where there is none of that number: nobody can have read it."""
    found = QuestionSet.objects.filter(version=version).first()
    if found is None:
        raise StaleEdit(present_questions())
    return found


def reviewed(opportunity: Opportunity) -> Reviewed:
    rows = OpportunityReview.objects.filter(opportunity=opportunity).select_related("by", "set")
    return Reviewed(list(rows[:SHOWN]))


def answers_of(review: OpportunityReview | None) -> list[ReviewAnswer]:
    """With their questions, in their order."""
    if review is None:
        return []
    rows = ReviewAnswer.objects.filter(review=review).select_related("question")
    return list(rows.order_by("question__position"))


def by_group(review: OpportunityReview, answers: Iterable[ReviewAnswer]) -> list[tuple[GroupScore, list[ReviewAnswer]]]:
    """The answers of a review under the score of their group."""
    answers = list(answers)
    return [
        (GroupScore(group, score, [score]), [answer for answer in answers if answer.question.group == group])
        for group, score in zip(ReviewGroup, review.group_scores, strict=True)
    ]


def who_may_act(opportunity: Opportunity, reader: User) -> list[User]:
    """Who an action can be given to: its owner first, then people of its team, and the reader."""
    near = Q(team=opportunity.team_id) | Q(pk__in=[opportunity.owner_id, reader.pk])
    people = User.objects.filter(near, is_active=True).exclude(role=Role.INTEGRATION)
    return sorted(people[:PEOPLE], key=lambda person: person.pk != opportunity.owner_id)


def actions_of(opportunity: Opportunity) -> QuerySet[ReviewAction]:
    """Open ones first, the earliest due first."""
    rows = ReviewAction.objects.filter(opportunity=opportunity).select_related("owner", "question")
    return rows.order_by(F("done_at").desc(nulls_first=True), "due_on", "id")


def of_page(opportunity: Opportunity) -> dict[str, Any]:
    """What the opportunity's own page shows of its reviews: `reviewed`, `actions`, `is_picked`."""
    return {
        "reviewed": reviewed(opportunity),
        "actions": actions_of(opportunity)[:SHOWN],
        "is_picked": ReviewPick.objects.filter(opportunity=opportunity).exists(),
    }


def actions_due(rows: QuerySet[ReviewAction], today: dt.date) -> QuerySet[ReviewAction]:
    """Open actions about open opportunities that are due on `today` or overdue, the oldest first."""
    due = rows.filter(Q(done_at=None, due_on__lte=today), opportunity__status="open", opportunity__archived_at=None)
    return due.select_related("opportunity__account", "owner").order_by("due_on", "id")


def monday_of(day: dt.date) -> dt.datetime:
    """When the week of `day` began, in the activated zone."""
    first = day - dt.timedelta(days=day.weekday())
    return dt.datetime.combine(first, dt.time(), timezone.get_current_timezone())


def why(rule: ReviewRule, today: dt.date) -> dict[str, Q]:
    """What makes an open opportunity one of the week's, each by its name; what `rule` leaves empty asks for nothing."""
    asked = {"is_picked": Q(Exists(ReviewPick.objects.filter(opportunity=OuterRef("pk"))))}
    if rule.min_amount is not None:
        asked["is_large"] = Q(amount_base__gte=rule.min_amount)
    if rule.closing_days is not None:
        soon = today + dt.timedelta(days=rule.closing_days)
        asked["is_closing"] = Q(expected_close_on__gte=today, expected_close_on__lte=soon)
    if rule.flagged:
        asked |= {"is_late": Q(expected_close_on__lt=today), "is_stepless": Q(next_step=""), "is_stuck": stuck(today)}
    return asked


def week(rows: QuerySet[Opportunity], rule: ReviewRule, today: dt.date) -> QuerySet[Opportunity]:
    """The deals of the week among `rows`, the largest first: those that `rule` asks for, and those reviewed already.

    Each has `last_score`, `last_reviewed`, `is_done` (reviewed since Monday), and what it is here for (see `why`).
    """
    last = OpportunityReview.objects.filter(opportunity=OuterRef("pk")).order_by("-at", "-id")
    asked = why(rule, today)
    found = rows.filter(archived_at=None).annotate(
        last_score=Subquery(last.values("score")[:1], output_field=SmallIntegerField()),
        last_reviewed=Subquery(last.values("at")[:1], output_field=DateTimeField()),
        is_done=Exists(last.filter(at__gte=monday_of(today))),
        **{name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in asked.items()},
    )
    wanted = OPEN & reduce(or_, asked.values())
    return found.filter(wanted | Q(is_done=True)).order_by("-amount_base", "id")


def week_counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many of `week(…)` there are (`total`), and how many are reviewed (`done`)."""
    return rows.order_by().aggregate(total=Count("pk"), done=Count("pk", filter=Q(is_done=True)))


def after(rows: QuerySet[Any], opportunity: Opportunity) -> int | None:
    """The id of the deal of `week(…)` that comes after `opportunity` and is not reviewed yet; else the first such."""
    left = rows.filter(is_done=False).exclude(pk=opportunity.pk)
    behind = Q(amount_base__lt=opportunity.amount_base) | Q(amount_base=opportunity.amount_base, pk__gt=opportunity.pk)
    return left.filter(behind).values_list("pk", flat=True).first() or left.values_list("pk", flat=True).first()


def with_answers(reviews: QuerySet[OpportunityReview]) -> QuerySet[OpportunityReview]:
    """Each with `given` (answers) and `proofs` (evidence), in the order of the questions."""
    of_review = ReviewAnswer.objects.filter(review=OuterRef("pk")).order_by("question__position")
    return reviews.annotate(
        given=ArraySubquery(of_review.values("answer")), proofs=ArraySubquery(of_review.values("evidence"))
    )
