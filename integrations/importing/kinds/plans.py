from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from plans import services
from plans.models import AccountPlan, Objective
from plans.models.plan import MIX, SWOT

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, whose

_TEXTS = (*SWOT, "notes")
YEAR = col.whole_number("year", column_of(AccountPlan, "year"))


class Plans(OneByOne):
    """Account plans, told apart by account and year. A new one may come with the review it waits for; what is here is
    reviewed on its page alone."""

    name = "plans"
    is_for_everybody = True
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            YEAR,
            col.long_text("aim", column_of(AccountPlan, "aim")),
            col.date("review_on"),
            *(col.long_text(name, column_of(AccountPlan, name)) for name in _TEXTS),
            *(col.whole_number(name, column_of(AccountPlan, name)) for name in MIX),
        )
    }
    required = (("account", "account_external_id"), ("year",), ("aim",))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells['year']}"

    def find(self, row: Row, work: Work) -> AccountPlan | None:
        return _plan(row, work)

    def save(self, row: Row, there: AccountPlan | None, work: Work) -> AccountPlan:
        cells, review_on = row.cells, col.day(row.cells.get("review_on"))
        said: dict[str, Any] = {"aim": cells["aim"]}
        said |= {name: cells[name] or "" for name in _TEXTS if name in cells}
        said |= {name: cells[name] for name in MIX if name in cells}
        if there is None:
            account = account_named(row, work)
            return services.plan_tell(
                actor=work.actor, account=account, year=cells["year"], review_on=review_on, **said
            )
        if review_on and review_on != there.review_on:
            raise RuleBroken(_("Its quarters are reviewed on its page alone."), field="review_on")
        return services.plan_update(there, actor=work.actor, version=there.version, **said)


class PlanObjectives(OneByOne):
    """What plans want to reach, told apart by plan and text; of several, the latest that is not dropped."""

    name = "plan_objectives"
    is_for_everybody = True
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            YEAR,
            col.long_text("text", column_of(Objective, "text")),
            col.text("unit", column_of(Objective, "unit")),
            *(col.money(name, column_of(Objective, name)) for name in ("baseline", "target", "reached")),
            col.date("due_on"),
            col.choice("is_shared", "yes_no", soft=False),
            col.choice("is_dropped", "yes_no", soft=False),
        )
    }
    required = (
        ("account", "account_external_id"), ("year",), ("text",), ("baseline",), ("target",), ("due_on",),
    )  # fmt: skip

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells['year']}\n{fold(cells['text'])}"

    def find(self, row: Row, work: Work) -> Objective | None:
        there = _plan_or_refused(row, work).objectives.select_related("plan")
        return there.filter(text__iexact=row.cells["text"]).order_by("is_dropped", "-id").first()

    def save(self, row: Row, there: Objective | None, work: Work) -> Objective:
        cells = row.cells
        said: dict[str, Any] = {
            "text": cells["text"],
            "baseline": col.decimal(cells["baseline"]),
            "target": col.decimal(cells["target"]),
            "due_on": dt.date.fromisoformat(cells["due_on"]),
        }
        if "unit" in cells:
            said["unit"] = cells["unit"] or ""
        if "reached" in cells:
            said["reached"] = None if cells["reached"] is None else col.decimal(cells["reached"])
        said |= {name: cells[name] == "yes" for name in ("is_shared", "is_dropped") if cells.get(name)}
        if there is None:
            return services.objective_add(actor=work.actor, plan=_plan_or_refused(row, work), **said)
        return services.objective_update(there, actor=work.actor, version=there.version, **said)


def _plan(row: Row, work: Work) -> AccountPlan | None:
    return AccountPlan.objects.filter(account=account_named(row, work), year=row.cells["year"]).first()


def _plan_or_refused(row: Row, work: Work) -> AccountPlan:
    found = _plan(row, work)
    if found is None:
        raise RuleBroken(_("This account has no plan of that year. Import it first."), field="year")
    return found
