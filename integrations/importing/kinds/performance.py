from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from foundation.errors import Forbidden, RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.models import AgreedAction, PerformanceReview

from .base import Cells
from .one_by_one import OneByOne, person_named

_NOTES = ("results", "funnel", "activity", "gaps")
_OF_REVIEW = (col.text("person"), col.date("starts_on"), col.date("ends_on"))


def _field(name: str) -> models.Field:
    return AgreedAction._meta.get_field(name)  # type: ignore[return-value]


class PerformanceReviews(OneByOne):
    """Performance reviews with the notes of their steps, told apart by person and period; begun by the file, closed on
    the page by who leads the person, with the figures as they are then."""

    name = "performance_reviews"
    columns = {column.target: column for column in (*_OF_REVIEW, *map(col.long_text, _NOTES))}
    required = (("person",), ("starts_on",), ("ends_on",))

    def identity(self, cells: Cells) -> str:
        return _identity(cells)

    def find(self, row: Row, work: Work) -> PerformanceReview | None:
        return _reviews(row, work).first()

    def save(self, row: Row, there: PerformanceReview | None, work: Work) -> PerformanceReview:
        notes: dict[str, str] = {name: row.cells[name] or "" for name in _NOTES if name in row.cells}
        if there is not None and all(getattr(there, name) == said for name, said in notes.items()):
            return there
        there = there or services.performance_start(actor=work.actor, **_period(row, work))
        return services.performance_note(there, actor=work.actor, version=there.version, **notes)


class AgreedActions(OneByOne):
    """What was agreed in performance reviews, found by person and period."""

    name = "agreed_actions"
    columns = {
        column.target: column
        for column in (*_OF_REVIEW, col.text("action", _field("text")), col.date("due_on"), col.text("owner"))
    }
    required = (("person",), ("starts_on",), ("ends_on",), ("action",), ("due_on",))

    def identity(self, cells: Cells) -> str:
        return f"{_identity(cells)}\n{fold(cells['action'])}"

    def find(self, row: Row, work: Work) -> AgreedAction | None:
        review = _reviews(row, work).first()
        if review is None:
            raise RuleBroken(_("There is no review of this person and period. Import it first."), field="person")
        return AgreedAction.objects.filter(review=review, text=row.cells["action"]).first()

    def save(self, row: Row, there: AgreedAction | None, work: Work) -> AgreedAction:
        return there or services.performance_agree(
            _reviews(row, work).get(),
            actor=work.actor,
            text=row.cells["action"],
            due_on=dt.date.fromisoformat(row.cells["due_on"]),
            owner=person_named(row.cells.get("owner"), work, "owner"),
        )


def _identity(cells: Cells) -> str:
    return f"{fold(cells['person'])}\n{cells['starts_on']}\n{cells['ends_on']}"


def _period(row: Row, work: Work) -> dict[str, Any]:
    days = {name: dt.date.fromisoformat(row.cells[name]) for name in ("starts_on", "ends_on")}
    return {"person": person_named(row.cells["person"], work, "person"), **days}


def _reviews(row: Row, work: Work) -> models.QuerySet[PerformanceReview]:
    """The one of that person and period. Forbidden for who does not lead him."""
    period = _period(row, work)
    if not services.may_lead(work.actor, period["person"]):
        raise Forbidden(_("Only who leads this person may do this."))
    return PerformanceReview.objects.filter(**period)
