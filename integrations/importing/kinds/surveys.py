from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import models
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.queries.visit import company_zone
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from surveys import services
from surveys.models import Survey, SurveyPoint
from surveys.services import Answer

from .base import Cells
from .one_by_one import OneByOne, person_named

_DIMENSION = re.compile(r"([1-5])\s*/\s*([1-5])", re.ASCII)
_STATEMENT = re.compile(r"[1-5]", re.ASCII)


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


class Surveys(OneByOne):
    """What customers answered, told apart by account, day and person; kept, never edited.

    `answers` has a line (or, on one line, parts between semicolons) for each question of the questionnaire that was
    answered: "Delivery: 5/3" (expectation/experience), "We like working with them: 4".
    """

    name = "surveys"
    account = "required"
    columns = {
        column.target: column
        for column in (
            col.text("account", _field(Account, "name")),
            col.external_id(_field(Account, "external_id"), "account_external_id"),
            col.text("contact", _field(Contact, "name")),
            col.date("answered_on"),
            col.text("asked_by"),
            col.long_text("answers"),
            col.long_text("comment"),
        )
    }
    required = (("account", "account_external_id"), ("answered_on",), ("answers",))

    def identity(self, cells: Cells) -> str:
        whose = cells.get("account_external_id") or fold(cells.get("account") or "")
        return f"{whose}\n{cells['answered_on']}\n{fold(cells.get('contact') or '')}"

    def find(self, row: Row, work: Work) -> Survey | None:
        contact = _contact(row)
        day = TruncDate("answered_at", tzinfo=company_zone())
        rows = Survey.objects.answered().filter(account=row.account_id, contact=contact).annotate(day=day)
        return rows.filter(day=row.cells["answered_on"]).order_by("id").first()

    def save(self, row: Row, there: Survey | None, work: Work) -> Survey:
        answers = _answers(row.cells["answers"])
        if there is not None:
            _refuse_another(there, answers)
            return there
        return services.survey_record(
            actor=work.actor,
            account=Account.objects.get(pk=row.account_id or 0),
            contact=_contact(row),
            answered_on=dt.date.fromisoformat(row.cells["answered_on"]),
            answers=answers,
            asked_by=person_named(row.cells.get("asked_by"), work, "asked_by"),
            comment=row.cells.get("comment") or "",
        )


def _contact(row: Row) -> Contact | None:
    """RuleBroken: none, or several of that name at the account."""
    name = row.cells.get("contact")
    if not name:
        return None
    named = list(Contact.objects.filter(account=row.account_id, archived_at=None, name__iexact=name)[:2])
    if len(named) != 1:
        raise RuleBroken(_("Nobody at the account is called so, or several are."), field="contact")
    return named[0]


def _answers(typed: str) -> list[Answer]:
    """RuleBroken: a question that is not asked, or marks that are none."""
    asked = {
        fold(text): point
        for point in SurveyPoint.objects.filter(is_offered=True)
        for text in (point.text, point.text_zh)
    }
    parts = typed.splitlines() if "\n" in typed.strip() else re.split("[;；]", typed)
    return [_answer(part.strip(), asked) for part in parts if part.strip()]


def _answer(part: str, asked: dict[str, SurveyPoint]) -> Answer:
    name, _colon, marks = part.replace("：", ":").rpartition(":")
    point = asked.get(fold(name.strip()))
    if point is None:
        said: dict[str, Any] = {"name": name.strip() or part}
        raise RuleBroken(_("The questionnaire does not ask “%(name)s”.") % said, field="answers")
    pair = _DIMENSION.fullmatch(marks.strip())
    if point.is_dimension and pair:
        return Answer(point.pk, int(pair[1]), int(pair[2]))
    if not point.is_dimension and _STATEMENT.fullmatch(marks.strip()):
        return Answer(point.pk, mark=int(marks))
    raise RuleBroken(_("Write expectation/experience, like 5/3, or one mark from 1 to 5."), field="answers")


def _refuse_another(there: Survey, answers: list[Answer]) -> None:
    kept = there.lines.values_list("point_id", "expectation", "experience", "mark")
    said = {answer.point_id: answer for answer in answers}
    if any(said.get(line[0], Answer(line[0])) != Answer(*line) for line in kept):
        raise RuleBroken(_("A survey of this day is kept already, with other answers. Answers are never edited."))
