"""A customer is asked, answers, or is asked no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Contact, Visit
from accounts.queries.visit import company_zone
from accounts.rules import FIRST_MOMENT
from accounts.services import lock_account, lock_writable
from care.models import Complaint
from care.services import complaint_rate
from foundation import clock
from foundation.columns import save_edit
from foundation.errors import Forbidden, RuleBroken
from journal.services import plain, record
from pipeline.models import Opportunity
from surveys.choices import Occasion, SurveyState, Way
from surveys.models import Survey, SurveyLine, SurveyPoint, SurveyRule
from surveys.rules import MARKS, result_of
from teams.models import User


class About(TypedDict, total=False):
    """Whom we ask, and why now."""

    contact: Contact | None
    occasion: str
    visit: Visit | None
    opportunity: Opportunity | None
    complaint: Complaint | None


class Answer(NamedTuple):
    """What was said to a point: of a dimension expectation and experience, of a statement the mark."""

    point_id: int
    expectation: int | None = None
    experience: int | None = None
    mark: int | None = None


@transaction.atomic
def survey_ask(
    *, actor: User, account: Account, language: str, link_days: int | None = None, **about: Unpack[About]
) -> Survey:
    """Makes a link by which the customer answers, with the questionnaire as it is now.

    RuleBroken: an archived account, somebody or something of another account, no such language, nothing to ask.
    A lost one may be asked: why it left is worth knowing.
    """
    account = lock_writable(account.pk)
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("No such language."), field="language")
    days = link_days or SurveyRule.current().link_days
    row = _new(actor, account, about, way=Way.LINK, language=language)
    row.expires_at = row.asked_at + dt.timedelta(days=days)
    row.save(force_insert=True)
    SurveyLine.objects.bulk_create(lines_now(row))
    told = {"occasion": [None, row.occasion], "expires_at": [None, row.expires_at.isoformat()]}
    record(actor=actor, verb="survey.asked", subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def survey_record(
    *,
    actor: User,
    account: Account,
    answers: Iterable[Answer],
    comment: str = "",
    satisfaction: int | None = None,
    answered_on: dt.date | None = None,
    asked_by: User | None = None,
    **about: Unpack[About],
) -> Survey:
    """What the customer answered in conversation with the actor, or whoever asked, on that day (today). RuleBroken as
    for asking and answering."""
    account = lock_writable(account.pk)
    row = _new(actor, account, about, way=Way.REP, language="en")
    moment = _moment(answered_on)
    row.asked_at, row.asked_by = min(row.asked_at, moment), asked_by or actor
    lines = lines_now(row)
    _fill(row, lines, answers, comment, moment)
    row.save(force_insert=True)
    SurveyLine.objects.bulk_create(lines)
    _tell(row, actor, satisfaction)
    return row


@transaction.atomic
def survey_answer(
    survey: Survey, *, answers: Iterable[Answer], comment: str = "", satisfaction: int | None = None
) -> Survey:
    """The customer answers, once. RuleBroken: it is answered, withdrawn or too late; the account is put away; a mark
    that is missing or out of range."""
    lock_account(survey.account_id)
    row: Survey = Survey.objects.select_for_update(of=("self",)).select_related("account").get(pk=survey.pk)
    if not row.is_open or row.is_expired or row.account.is_archived:
        raise RuleBroken(_("This survey is closed."))
    lines = list(row.lines.all())
    _fill(row, lines, answers, comment, timezone.now())
    row.version += 1
    row.updated_at = timezone.now()
    row.save()
    SurveyLine.objects.bulk_update(lines, ["expectation", "experience", "mark"])
    _tell(row, None, satisfaction)
    return row


@transaction.atomic
def survey_withdraw(survey: Survey, *, actor: User, version: int, note: str) -> Survey:
    """The link works no more, or the answers count for nothing; they stay to be read.

    Forbidden: see `withdrawal_allowed`. RuleBroken: withdrawn already, or nobody says why.
    """
    lock_writable(survey.account_id)
    survey.refresh_from_db()
    if survey.state == SurveyState.WITHDRAWN:
        raise RuleBroken(_("This survey is withdrawn already."))
    withdrawal_allowed(survey, actor)
    if not note.strip():
        raise RuleBroken(_("Say why."), field="note")
    told = {"state": [survey.state, SurveyState.WITHDRAWN.value], "note": note}
    survey = save_edit(survey, version, {"state": SurveyState.WITHDRAWN, "end_note": note})
    record(actor=actor, verb="survey.withdrawn", subject=survey, account_id=survey.account_id, changes=told)
    return survey


def withdrawal_allowed(survey: Survey, actor: User) -> None:
    """Forbidden: what the customer wrote himself is set aside by who leads."""
    if survey.is_answered and survey.way == Way.LINK and not actor.leads:
        raise Forbidden(_("What the customer wrote is set aside by a manager only."))


def lines_now(survey: Survey) -> list[SurveyLine]:
    """The questionnaire as it is now, unanswered. RuleBroken where nothing is asked."""
    points = SurveyPoint.objects.filter(is_offered=True)
    lines = [
        SurveyLine(survey=survey, point=point, kind=point.kind, position=place, text=point.text, text_zh=point.text_zh)
        for place, point in enumerate(points, start=1)
    ]
    if not any(line.is_dimension for line in lines):
        raise RuleBroken(_("No dimension is asked at present: add one to the questionnaire."))
    return lines


def _new(actor: User, account: Account, about: About, **fields: Any) -> Survey:
    occasion = about.get("occasion") or _occasion(about)
    if occasion not in Occasion.values:
        raise RuleBroken(_("No such occasion."), field="occasion")
    for name in ("contact", "visit", "opportunity", "complaint"):
        row: Any = about.get(name)
        if row is not None and row.account_id != account.pk:
            raise RuleBroken(_("Something chosen here belongs to another account."), field=name)
    return Survey(account=account, asked_by=actor, **{**about, "occasion": occasion}, **fields)


def _occasion(about: About) -> str:
    """By what is named."""
    named = {"complaint": Occasion.COMPLAINT, "opportunity": Occasion.DEAL, "visit": Occasion.VISIT}
    return next((occasion.value for name, occasion in named.items() if about.get(name)), Occasion.REGULAR.value)


def _moment(day: dt.date | None) -> dt.datetime:
    """Noon of that day in the company's zone; now, for today, and where that noon lies ahead of us."""
    today = clock.today()
    if day is None or day == today:
        return timezone.now()
    if not FIRST_MOMENT.date() <= day <= today:
        raise RuleBroken(_("Say when they answered: no day that lies ahead."), field="answered_on")
    return min(dt.datetime.combine(day, dt.time(12), company_zone()), timezone.now())


def _fill(row: Survey, lines: list[SurveyLine], answers: Iterable[Answer], comment: str, moment: dt.datetime) -> None:
    """Writes the answers into `lines` and what they come to into `row`."""
    by_point = {line.point_id: line for line in lines}
    for answer in answers:
        line = by_point.pop(answer.point_id, None)
        if line is None:
            raise RuleBroken(_("This is not asked, or answered twice."), field="answers")
        _put(line, answer)
    if not any(line.experience is not None for line in lines):
        raise RuleBroken(_("Answer one dimension at least."), field="answers")
    row.state, row.answered_at, row.comment = SurveyState.ANSWERED, moment, comment
    for name, value in result_of(lines)._asdict().items():
        setattr(row, name, value)


def _put(line: SurveyLine, answer: Answer) -> None:
    said = {"expectation": answer.expectation, "experience": answer.experience, "mark": answer.mark}
    for name, value in said.items():
        if value is not None and value not in MARKS:
            raise RuleBroken(_("A mark from 1 to 5."), field=field_of(name, answer.point_id))
    if line.is_dimension:
        if answer.mark is not None:
            raise RuleBroken(_("A dimension takes expectation and experience."), field=field_of("mark", line.point_id))
        for name, other in (("expectation", "experience"), ("experience", "expectation")):
            if said[name] is None and said[other] is not None:
                raise RuleBroken(
                    _("Give both, what was expected and what it was like."), field=field_of(name, line.point_id)
                )
    elif answer.expectation is not None or answer.experience is not None:
        raise RuleBroken(_("A statement takes one mark."), field=field_of("expectation", line.point_id))
    line.expectation, line.experience, line.mark = answer.expectation, answer.experience, answer.mark


def field_of(name: str, point_id: int) -> str:
    """What a form calls the answer to a point."""
    return f"{name}_{point_id}"


def _tell(row: Survey, actor: User | None, satisfaction: int | None) -> None:
    verb = "survey.dissatisfied" if row.is_below else "survey.answered"
    told = {"gap": [None, str(row.gap)]} | ({"worst": [None, plain(row.worst)]} if row.worst_id else {})
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=told)
    if satisfaction is not None and row.complaint_id and row.asks_about_complaint:
        complaint = Complaint.objects.select_for_update().get(pk=row.complaint_id)
        complaint_rate(complaint, actor=actor, version=complaint.version, satisfaction=satisfaction)
