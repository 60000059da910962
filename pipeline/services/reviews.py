"""Reviewing opportunities: answers, what is done about weak ones, the questions, and which deals a week reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.services import changes_of, record, record_many
from pipeline.choices import Answer
from pipeline.models import (
    Opportunity,
    OpportunityReview,
    QuestionSet,
    ReviewAction,
    ReviewAnswer,
    ReviewPick,
    ReviewQuestion,
    ReviewRule,
)
from pipeline.rules import WEAK, group_scores
from teams.models import User
from teams.rules import only_leads

from .history import refuse_archived, refuse_blind_owner, refuse_unless_open


@dataclass(frozen=True)
class Given:
    """An answer, and the evidence for it."""

    answer: str
    evidence: str = ""


@dataclass(frozen=True)
class Planned:
    """What is to be done about the weak answer to question `question` (its id), by whom, until when."""

    question: int
    text: str
    owner: User
    due_on: dt.date


@transaction.atomic
def opportunity_review(
    row: Opportunity,
    *,
    actor: User,
    questions: QuestionSet,
    answers: Mapping[int, Given],
    actions: Sequence[Planned] = (),
    note: str = "",
) -> OpportunityReview:
    """Keeps one review of an open opportunity, scored; a question without an answer counts as unknown.

    RuleBroken: closed or archived; questions that were changed meanwhile, or that are of another set; an action about
    an answer that is not weak, or for somebody who does not see the account.
    """
    refuse_unless_open(row)
    asked = list(questions.questions.all())
    _refuse_other_questions(questions, {question.pk for question in asked}, answers, actions)
    given = {question.pk: answers.get(question.pk, Given(Answer.UNKNOWN)) for question in asked}
    before = OpportunityReview.objects.filter(opportunity=row).values_list("score", flat=True).first()
    review = keep_review(OpportunityReview(opportunity=row, set=questions, by=actor, note=note), given)
    _plan(review, given, actions, actor)
    ReviewPick.objects.filter(opportunity=row).delete()
    changes = {"score": [before, review.score]}
    record(actor=actor, verb="opportunity.reviewed", subject=row, account_id=row.account_id, changes=changes)
    return review


def keep_review(review: OpportunityReview, given: Mapping[int, Given]) -> OpportunityReview:
    """Scores and saves `review` with its answers, one for each question of its set."""
    asked = review.set.questions.all()
    review.group_scores = group_scores((question.group, given[question.pk].answer) for question in asked)
    review.score = sum(review.group_scores)
    review.save()
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(review=review, question_id=pk, answer=told.answer, evidence=told.evidence)
        for pk, told in given.items()
    )
    return review


@transaction.atomic
def review_action_done(action: ReviewAction, *, actor: User, done: bool = True) -> ReviewAction:
    """Ticks off what was to be done, or takes the tick back. Doing it twice is doing it once."""
    rows = ReviewAction.objects.filter(pk=action.pk, done_at__isnull=done)
    if rows.update(done_at=timezone.now() if done else None, done_by=actor if done else None):
        verb = "reviewaction.done" if done else "reviewaction.reopened"
        record(actor=actor, verb=verb, subject=action, account_id=action.opportunity.account_id)
    action.refresh_from_db()
    return action


@transaction.atomic
def review_pick(row: Opportunity, *, actor: User, picked: bool = True) -> Opportunity:
    """Puts an open opportunity into the next review whatever the rule says, or takes it out again."""
    refuse_archived(row)
    if picked:
        refuse_unless_open(row)
        changed = ReviewPick.objects.get_or_create(opportunity=row, defaults={"by": actor})[1]
    else:
        changed = bool(ReviewPick.objects.filter(opportunity=row).delete()[0])
    if changed:
        verb = "opportunity.picked" if picked else "opportunity.unpicked"
        record(actor=actor, verb=verb, subject=row, account_id=row.account_id)
    return row


@transaction.atomic
def review_rule_update(rule: ReviewRule, *, actor: User, version: int, **changes: Any) -> ReviewRule:
    """Which deals a week reviews. Forbidden for those who do not lead; RuleBroken for negative amounts."""
    only_leads(actor)
    amount = changes.get("min_amount")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise RuleBroken(_("An amount of zero or more."), field="min_amount")
    wanted = differences(rule, changes)
    if not wanted:
        return rule
    said = changes_of(rule, wanted)
    rule = save_edit(rule, version, wanted)
    record(actor=actor, verb="reviewrule.updated", subject=rule, changes=said)
    return rule


Text = Mapping[str, str]


@transaction.atomic
def questions_change(current: QuestionSet, *, actor: User, texts: Sequence[Text], reason: str) -> QuestionSet:
    """A new version of the sixteen questions: `texts` (text, text_zh, hint, hint_zh) in their order.

    Reviews keep the version they were answered with. Forbidden for those who do not lead; RuleBroken without a reason
    or for a missing text; StaleEdit where `current` is no longer the latest version.
    """
    only_leads(actor)
    wait_for_lock("pipeline.questions")
    latest = QuestionSet.objects.order_by("-version")[0]
    if latest != current:
        raise StaleEdit(latest)
    before = list(current.questions.all())
    _refuse_bad_texts(texts, before, reason)
    changed = [
        [str(old.text), new["text"]] for old, new in zip(before, texts, strict=True) if _texts_of(old) != dict(new)
    ]
    if not changed:
        return current
    version = (QuestionSet.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    made = QuestionSet.objects.create(version=version, created_by=actor, reason=reason)
    ReviewQuestion.objects.bulk_create(
        ReviewQuestion(set=made, position=old.position, group=old.group, **new)
        for old, new in zip(before, texts, strict=True)
    )
    told = {"version": [current.version, version], "reason": reason, "questions": changed}
    record(actor=actor, verb="questionset.changed", subject=made, changes=told)
    return made


def _refuse_other_questions(
    questions: QuestionSet, asked: set[int], answers: Iterable[int], actions: Iterable[Planned]
) -> None:
    if QuestionSet.objects.filter(version__gt=questions.version).exists():
        raise RuleBroken(_("The questions were changed meanwhile. Open the review again: your answers are kept."))
    if not {*answers, *(action.question for action in actions)} <= asked:
        raise RuleBroken(_("This is not a question of the present version."), field="answers")


def _plan(review: OpportunityReview, given: Mapping[int, Given], actions: Sequence[Planned], actor: User) -> None:
    account = review.opportunity.account
    for action in actions:
        if given[action.question].answer not in WEAK:
            raise RuleBroken(_("Only a weak answer needs an action."), field=f"action_{action.question}")
        try:
            refuse_blind_owner(action.owner, account)
        except RuleBroken as refusal:
            raise RuleBroken(refusal.message, field=f"owner_{action.question}") from refusal
    rows = ReviewAction.objects.bulk_create(
        ReviewAction(
            opportunity=review.opportunity,
            review=review,
            question_id=action.question,
            text=action.text,
            owner=action.owner,
            due_on=action.due_on,
        )
        for action in actions
    )
    subjects = [(row, review.opportunity.account_id) for row in rows]
    record_many(actor=actor, verb="reviewaction.created", subjects=subjects)


def _texts_of(question: ReviewQuestion) -> dict[str, str]:
    return {name: getattr(question, name) for name in ("text", "text_zh", "hint", "hint_zh")}


def _refuse_bad_texts(texts: Sequence[Text], before: Sequence[ReviewQuestion], reason: str) -> None:
    if len(texts) != len(before):
        raise RuleBroken(_("Sixteen questions: four in each group."), field="questions")
    for place, text in enumerate(texts):
        for name in ("text", "text_zh"):
            if not text[name]:
                raise RuleBroken(_("A question needs its text in both languages."), field=f"{name}_{place}")
    if not reason:
        raise RuleBroken(_("Say why, for those who will ask."), field="reason")
