"""Reviews and development records as another system kept them, dated when they happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import record
from pipeline.choices import REASONS, Answer, DevelopmentState, Status
from pipeline.models import (
    Development,
    DevelopmentEntry,
    DevelopmentStep,
    Opportunity,
    OpportunityReview,
    QuestionSet,
)
from teams.models import User

from .reviews import Given, keep_review


@transaction.atomic
def review_told(
    row: Opportunity,
    *,
    actor: User,
    by: User,
    at: dt.datetime,
    questions: QuestionSet,
    answers: Mapping[int, Given],
    note: str = "",
) -> OpportunityReview:
    """Keeps a review that `by` made at `at`; `answers` by position, what is missing is unknown.

    RuleBroken: in the future, before the opportunity was opened, a question that the version does not have.
    """
    if at > timezone.now():
        raise RuleBroken(_("This moment lies ahead."), field="at")
    if timezone.localdate(at) < row.opened_on:
        raise RuleBroken(_("The opportunity was not open yet on this day."), field="at")
    asked = {question.position: question.pk for question in questions.questions.all()}
    if strange := sorted(answers.keys() - asked.keys()):
        raise RuleBroken(_("This version of the questions has no such question."), field=f"answer_{strange[0]}")
    given = {pk: answers.get(position, Given(Answer.UNKNOWN)) for position, pk in asked.items()}
    review = keep_review(OpportunityReview(opportunity=row, set=questions, by=by, at=at, note=note), given)
    changes = {"score": [None, review.score]}
    record(actor=actor, verb="opportunity.review_told", subject=row, account_id=row.account_id, changes=changes)
    return review


@transaction.atomic
def development_told(*, actor: User, account: Account, step: DevelopmentStep, **told: Any) -> Development:
    """Keeps a record that another system began, went on with or ended: `told` are its columns.

    RuleBroken: days that lie ahead or in the wrong order, an end without its day or a day without an end, a failure
    without reason and lesson, a second one under way at the account.
    """
    row = Development(account=account, step=step, created_by=actor, **told)
    _refuse_bad_days(row)
    _refuse_half_a_failure(row)
    with unique_or_refused(one_open_development="account"):
        row.save()
    record(actor=actor, verb="development.told", subject=row, account_id=account.pk)
    return row


@transaction.atomic
def entry_told(
    row: Development, *, actor: User, by: User, step: DevelopmentStep, on: dt.date, note: str, documents: str = ""
) -> DevelopmentEntry:
    """Adds what `by` did on `on`. RuleBroken: a day that lies ahead, before the record began or after it ended."""
    if on > clock.today():
        raise RuleBroken(_("This day lies ahead."), field="on")
    if on < row.started_on or (row.ended_on and on > row.ended_on):
        raise RuleBroken(_("The record was not under way on this day."), field="on")
    entry = DevelopmentEntry.objects.create(development=row, step=step, on=on, by=by, note=note, documents=documents)
    record(actor=actor, verb="development.recorded", subject=row, account_id=row.account_id)
    return entry


def _refuse_bad_days(row: Development) -> None:
    if max(row.started_on, row.ended_on or row.started_on) > clock.today():
        raise RuleBroken(_("This day lies ahead."), field="started_on")
    if row.is_open and row.ended_on:
        raise RuleBroken(_("Ended on a day, but still under way."), field="ended_on")
    if not row.is_open and not row.ended_on:
        raise RuleBroken(_("Say on which day it ended."), field="ended_on")
    if row.ended_on and row.ended_on < row.started_on:
        raise RuleBroken(_("Ended before it began."), field="ended_on")


def _refuse_half_a_failure(row: Development) -> None:
    has_failed = row.state == DevelopmentState.FAILED
    if has_failed and row.failed_reason not in REASONS[Status.LOST]:
        raise RuleBroken(_("Say why, so that we learn from it."), field="failed_reason")
    if has_failed and not row.lesson:
        raise RuleBroken(_("Say what the next one should know."), field="lesson")
    if not has_failed and (row.failed_reason or row.lesson):
        raise RuleBroken(_("Only a failure has a reason and a lesson."), field="failed_reason")
