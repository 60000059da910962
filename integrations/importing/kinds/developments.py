from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.choices import DevelopmentState
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep

from .base import Cells
from .one_by_one import OneByOne, person_named


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


_OF_ACCOUNT = (
    col.text("account", _field(Account, "name")),
    col.external_id(_field(Account, "external_id"), "account_external_id"),
    col.text("goal", _field(Development, "goal")),
    col.whole_number("step", _field(DevelopmentStep, "position")),
)


class Developments(OneByOne):
    """How target accounts are or were won over, told apart by account and goal. What is under way takes the file's goal
    and competitor; where it has come to and how it ended is kept here once it is here."""

    name = "developments"
    account = "required"
    columns = {
        column.target: column
        for column in (
            *_OF_ACCOUNT,
            col.choice("state", "development_state", soft=False),
            col.text("competitor", _field(Development, "competitor")),
            col.date("started_on"),
            col.date("ended_on"),
            col.choice("failed_reason", "close_reason", soft=False),
            col.text("lesson", _field(Development, "lesson")),
        )
    }
    required = (("account", "account_external_id"), ("goal",))

    def identity(self, cells: Cells) -> str:
        return _identity(cells)

    def find(self, row: Row, work: Work) -> Development | None:
        return _records(row).first()

    def save(self, row: Row, there: Development | None, work: Work) -> Development:
        cells = row.cells
        if there is not None:
            said = {"competitor": cells["competitor"] or ""} if "competitor" in cells and there.is_open else {}
            return services.development_update(there, actor=work.actor, version=there.version, **said)
        told: dict[str, Any] = {name: cells.get(name) or "" for name in ("competitor", "failed_reason", "lesson")}
        return services.development_told(
            actor=work.actor,
            account=Account.objects.get(pk=row.account_id or 0),
            goal=cells["goal"],
            step=_step(cells),
            state=cells.get("state") or DevelopmentState.OPEN,
            started_on=col.day(cells.get("started_on")) or col.day(cells.get("ended_on")) or clock.today(),
            ended_on=col.day(cells.get("ended_on")),
            **told,
        )


class DevelopmentEntries(OneByOne):
    """What was done in the steps of a development record, found by account and goal; kept, never edited."""

    name = "development_entries"
    account = "required"
    columns = {
        column.target: column
        for column in (
            *_OF_ACCOUNT,
            col.date("on"),
            col.text("by"),
            col.long_text("note"),
            col.long_text("documents"),
        )
    }
    required = (("account", "account_external_id"), ("goal",), ("step",), ("on",), ("note",))

    def identity(self, cells: Cells) -> str:
        return "\n".join([_identity(cells), str(cells["step"]), cells["on"], cells["note"]])

    def find(self, row: Row, work: Work) -> DevelopmentEntry | None:
        there = DevelopmentEntry.objects.filter(development=_record(row), step=_step(row.cells))
        return there.filter(on=row.cells["on"], note=row.cells["note"]).first()

    def save(self, row: Row, there: DevelopmentEntry | None, work: Work) -> DevelopmentEntry:
        cells = row.cells
        return there or services.entry_told(
            _record(row),
            actor=work.actor,
            by=person_named(cells.get("by"), work, "by") or work.actor,
            step=_step(cells),
            on=col.day(cells["on"]) or clock.today(),
            note=cells["note"],
            documents=cells.get("documents") or "",
        )


def _identity(cells: Cells) -> str:
    whom = cells.get("account_external_id") or fold(cells.get("account") or "")
    return f"{whom}\n{fold(cells['goal'])}"


def _records(row: Row) -> models.QuerySet[Development]:
    return Development.objects.filter(account=row.account_id, goal__iexact=row.cells["goal"]).order_by("-pk")


def _record(row: Row) -> Development:
    found = _records(row).first()
    if found is None:
        raise RuleBroken(_("No record of this account has this goal. Import it first."), field="goal")
    return found


def _step(cells: Cells) -> DevelopmentStep:
    steps = DevelopmentStep.objects.order_by("position")
    found = steps.filter(position=cells["step"]).first() if cells.get("step") else steps.first()
    if found is None:
        raise RuleBroken(_("There is no such step."), field="step")
    return found
