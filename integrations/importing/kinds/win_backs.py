from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from losses import services
from losses.choices import WinBackState
from losses.models import Loss, WinBack, WinBackStep

from .base import Cells
from .losses import loss_named
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, person_named, whose


class WinBacks(OneByOne):
    """Win-back plans, told apart by account, day of the loss and what is tried. One that has its result arrives as it
    ended; one that is here ends on its page alone."""

    name = "win_backs"
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.date("lost_on"),
            col.long_text("aim", column_of(WinBack, "aim")),
            col.choice("approach", "approach", soft=False),
            col.money("expected", column_of(WinBack, "expected")),
            col.currency(),
            col.choice("state", "win_back_state", soft=False),
            col.date("ended_on"),
            col.long_text("result", column_of(WinBack, "result")),
        )
    }
    required = (("account", "account_external_id"), ("lost_on",), ("aim",))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells['lost_on']}\n{fold(cells['aim'])}"

    def find(self, row: Row, work: Work) -> WinBack | None:
        return _plan(row, _loss(row, work))

    def save(self, row: Row, there: WinBack | None, work: Work) -> WinBack:
        cells, loss = row.cells, _loss(row, work)
        state = cells.get("state") or WinBackState.RUNNING
        said: dict[str, Any] = {"aim": cells["aim"].strip()}
        said |= {name: cells[name] for name in ("approach", "currency") if cells.get(name)}
        if "expected" in cells:
            said["expected"] = col.decimal(cells["expected"])
            said.setdefault("currency", there.currency if there else work.settings.currency)
        if there is not None:
            if state != there.state:
                raise RuleBroken(_("It is over, or goes on, on its page alone."), field="state")
            if not there.is_running:
                return there
            return services.win_back_update(there, actor=work.actor, version=there.version, **said)
        if state == WinBackState.RUNNING:
            return services.win_back_plan(actor=work.actor, loss=loss, **said)
        ended = {"ended_on": col.day(cells.get("ended_on")), "result": cells.get("result") or ""}
        said.setdefault("approach", loss.reason.approach)
        return services.past_win_back_tell(WinBack(loss=loss, state=state, **ended, **said), actor=work.actor)


class WinBackSteps(OneByOne):
    """Steps of win-back plans, told apart by plan, text and day."""

    name = "win_back_steps"
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.date("lost_on"),
            col.long_text("aim", column_of(WinBack, "aim")),
            col.text("step", column_of(WinBackStep, "text")),
            col.text("owner"),
            col.date("due_on"),
            col.date("done_on"),
            col.choice("dropped", "yes_no", soft=False),
        )
    }
    required = (*WinBacks.required, ("step",), ("due_on",))

    def identity(self, cells: Cells) -> str:
        plan = f"{whose(cells)}\n{cells['lost_on']}\n{fold(cells['aim'])}"
        return f"{plan}\n{fold(cells['step'])}\n{cells['due_on']}"

    def find(self, row: Row, work: Work) -> WinBackStep | None:
        there = _plan_or_refused(row, work).steps.select_related("owner")
        return there.filter(text__iexact=row.cells["step"], due_on=row.cells["due_on"]).order_by("id").first()

    def save(self, row: Row, there: WinBackStep | None, work: Work) -> WinBackStep:
        cells, plan = row.cells, _plan_or_refused(row, work)
        done_on, is_dropped = col.day(cells.get("done_on")), cells.get("dropped") == "yes"
        owner = person_named(cells.get("owner"), work, "owner") or (there.owner if there else plan.loss.account.owner)
        if there is None:
            return services.past_step_tell(
                actor=work.actor, win_back=plan, text=cells["step"], due_on=dt.date.fromisoformat(cells["due_on"]),
                owner=owner,
                done_on=done_on, is_dropped=is_dropped,
            )  # fmt: skip
        if not plan.is_running:
            return there
        if done_on and not there.done_at:
            there = services.win_back_step_done(there, actor=work.actor)
        said: dict[str, Any] = {"owner": owner} | ({"is_dropped": is_dropped} if cells.get("dropped") else {})
        return services.win_back_step_update(there, actor=work.actor, version=there.version, **said)


def _loss(row: Row, work: Work) -> Loss:
    found = loss_named(row, account_named(row, work))
    if found is None:
        raise RuleBroken(_("This account was not lost on that day. Import the losses first."), field="lost_on")
    return found


def _plan(row: Row, loss: Loss) -> WinBack | None:
    return loss.win_backs.filter(aim__iexact=row.cells["aim"]).order_by("-id").first()


def _plan_or_refused(row: Row, work: Work) -> WinBack:
    found = _plan(row, _loss(row, work))
    if found is None:
        raise RuleBroken(_("There is no such win-back plan. Import it first."), field="aim")
    return found
