from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.models import Adjustment

from .base import Cells, Note
from .one_by_one import OneByOne, subject_named
from .quotas import period_said


def _field(name: str) -> models.Field:
    return Adjustment._meta.get_field(name)  # type: ignore[return-value]


class Adjustments(OneByOne):
    """What those who lead add to a forecast, in the base currency. The same said again is the same; what was said is
    withdrawn on the page, never changed by a file."""

    name = "adjustments"
    columns = {
        column.target: column
        for column in (
            col.text("person"),
            col.text("team"),
            col.choice("period", "period_kind", soft=False),
            col.date("starts_on"),
            col.choice("measure", "measure", soft=False),
            col.money("amount", _field("amount")),
            col.text("reason", _field("reason")),
        )
    }
    required = (("person", "team"), ("period",), ("starts_on",), ("measure",), ("amount",), ("reason",))
    has_money = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        if bool(cells.get("person")) == bool(cells.get("team")):
            raise RuleBroken(_("For a person or for a team, one of them."), field="person")

    def identity(self, cells: Cells) -> str:
        whom = f"{fold(cells.get('person') or '')}\n{fold(cells.get('team') or '')}"
        period = period_said(cells)
        return "\n".join([whom, f"{period.first}", f"{period.last}", *(cells[name] for name in _SAID)])

    def find(self, row: Row, work: Work) -> Adjustment | None:
        period = period_said(row.cells)
        said = {name: row.cells[name] for name in _SAID}
        return Adjustment.objects.filter(
            **subject_named(row, work), **said, starts_on=period.first, ends_on=period.last, withdrawn_at=None
        ).first()

    def save(self, row: Row, there: Adjustment | None, work: Work) -> Adjustment:
        cells = row.cells
        return there or services.adjustment_add(
            actor=work.actor,
            period=period_said(cells),
            measure=cells["measure"],
            amount=col.decimal(cells["amount"]),
            reason=cells["reason"],
            **subject_named(row, work),
        )


_SAID = ("measure", "amount", "reason")
