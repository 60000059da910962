from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.choices import Answer
from pipeline.models import Opportunity, OpportunityReview, QuestionSet, ReviewAnswer
from pipeline.services import Given

from .base import Cells
from .one_by_one import OneByOne, deal_named, person_named

QUESTIONS = range(1, 17)


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


class Reviews(OneByOne):
    """Reviews of opportunities with their answers, told apart by deal and moment; kept, never edited.

    `questions` is the version that was asked (default: the present one); a question without an answer is unknown.
    """

    name = "reviews"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field(Opportunity, "external_id"), "opportunity"),
            col.moment("at"),
            col.text("by"),
            col.text("note", _field(OpportunityReview, "note")),
            col.whole_number("questions", _field(QuestionSet, "version")),
            *(col.choice(f"answer_{number}", "answer", soft=False) for number in QUESTIONS),
            *(col.text(f"evidence_{number}", _field(ReviewAnswer, "evidence")) for number in QUESTIONS),
        )
    }
    required = (("opportunity",), ("at",))

    def identity(self, cells: Cells) -> str:
        return f"{cells['opportunity']}\n{cells['at']}"

    def find(self, row: Row, work: Work) -> OpportunityReview | None:
        return OpportunityReview.objects.filter(opportunity=deal_named(row, work), at=_at(row)).first()

    def save(self, row: Row, there: OpportunityReview | None, work: Work) -> OpportunityReview:
        answers = _answers(row.cells)
        if there is not None:
            _refuse_another(there, answers)
            return there
        return services.review_told(
            deal_named(row, work),
            actor=work.actor,
            by=person_named(row.cells.get("by"), work, "by") or work.actor,
            at=_at(row),
            questions=_asked(row.cells.get("questions")),
            answers=answers,
            note=row.cells.get("note") or "",
        )


def _at(row: Row) -> dt.datetime:
    return dt.datetime.fromisoformat(row.cells["at"])


def _asked(version: int | None) -> QuestionSet:
    sets = QuestionSet.objects.order_by("-version")
    found = (sets.filter(version=version) if version else sets).first()
    if found is None:
        raise RuleBroken(_("There is no such version of the questions."), field="questions")
    return found


def _answers(cells: Cells) -> dict[int, Given]:
    said = {number: (cells.get(f"answer_{number}"), cells.get(f"evidence_{number}") or "") for number in QUESTIONS}
    return {
        number: Given(answer or Answer.UNKNOWN, evidence)
        for number, (answer, evidence) in said.items()
        if answer or evidence
    }


def _refuse_another(there: OpportunityReview, answers: dict[int, Given]) -> None:
    kept = there.answers.values_list("question__position", "answer", "evidence")
    if any(answers.get(position, Given(Answer.UNKNOWN)) != Given(*said) for position, *said in kept):
        raise RuleBroken(_("A review of this moment is kept already, with other answers. Reviews are never edited."))
