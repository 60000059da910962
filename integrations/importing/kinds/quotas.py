from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.models import Quota
from pipeline.queries.spans import Period, period_of

from .base import Cells, Note
from .one_by_one import OneByOne, subject_named


def _field(name: str) -> models.Field:
    return Quota._meta.get_field(name)  # type: ignore[return-value]


class Quotas(OneByOne):
    """What people and teams are to win, told apart by whom and when; `starts_on` may be any day of the period."""

    name = "quotas"
    columns = {
        column.target: column
        for column in (
            col.text("person"),
            col.text("team"),
            col.choice("period", "period_kind", soft=False),
            col.date("starts_on"),
            col.money("base", _field("base")),
            col.money("stretch", _field("stretch")),
            col.currency(),
        )
    }
    required = (("person", "team"), ("period",), ("starts_on",), ("base",))
    has_money = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        if bool(cells.get("person")) == bool(cells.get("team")):
            raise RuleBroken(_("For a person or for a team, one of them."), field="person")

    def identity(self, cells: Cells) -> str:
        period = period_said(cells)
        return f"{fold(cells.get('person') or '')}\n{fold(cells.get('team') or '')}\n{period.first}\n{period.last}"

    def day(self, cells: Cells) -> dt.date | None:
        return min(period_said(cells).first, clock.today())

    def find(self, row: Row, work: Work) -> Quota | None:
        period = period_said(row.cells)
        about = subject_named(row, work)
        return Quota.objects.filter(**about, starts_on=period.first, ends_on=period.last).first()

    def save(self, row: Row, there: Quota | None, work: Work) -> Quota:
        base = col.decimal(row.cells["base"])
        stretch = row.cells.get("stretch")
        said: dict[str, Any] = {"base": base, "currency": row.cells.get("currency")}
        if stretch is not None:
            said["stretch"] = col.decimal(stretch)
        if there is None:
            said["currency"] = said["currency"] or work.settings.currency
            return services.quota_set(
                actor=work.actor, period=period_said(row.cells), **subject_named(row, work), **said
            )
        said["currency"] = said["currency"] or there.currency
        return services.quota_update(there, actor=work.actor, version=there.version, **said)


def period_said(cells: Cells) -> Period:
    """The month, quarter or year that `starts_on` lies in."""
    return period_of(cells["period"], dt.date.fromisoformat(cells["starts_on"]))
