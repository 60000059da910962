"""Who may do what with stages, opportunities and the funnel."""

from __future__ import annotations

from typing import Any

from foundation import clock
from tests.permissions.table import (
    Route,
    everybody,
    leads_only,
    leads_reps_account,
    sees_reps_account,
)
from tests.permissions.world import World

NOUN = "/api/v1/opportunities/"


def page(action: str = "", row: str = "opportunity") -> Any:
    return lambda w: f"/pipeline/{getattr(w, row).pk}/{action}"


def at(action: str = "", row: str = "opportunity") -> Any:
    return lambda w: f"{NOUN}{getattr(w, row).pk}/{action}"


def version(row: str = "opportunity", **more: Any) -> Any:
    return lambda w: {"version": getattr(w, row).version, **more}


def as_typed(w: World) -> dict[str, Any]:
    return {"name": "Rolling mill", "amount": "60000", "currency": "CNY", "version": w.opportunity.version}


def new(w: World) -> dict[str, Any]:
    return {"account": w.account.pk, "name": "Furnace", "amount": "1", "currency": "CNY", "stage": w.stage.pk}


def new_by_api(w: World) -> dict[str, Any]:
    return {"account": w.account.pk, "name": "Furnace", "amount": "1"}


def to_manager(w: World) -> dict[str, Any]:
    return {"owner": w.cast.manager.pk, "version": w.opportunity.version}


WON = {"outcome": "won", "reason": "value"}
STAGE = {"name": "Prospect", "name_zh": "潜在", "probability": "25", "normal_days": "20", "version": "1"}

ROUTES = [
    Route("board", "GET", "/pipeline/", everybody()),
    Route("opportunity_list", "GET", "/pipeline/opportunities/", everybody()),
    Route("opportunity_new", "GET", lambda w: f"/pipeline/new/?account={w.account.pk}", everybody()),
    Route("opportunity_new", "POST", "/pipeline/new/", sees_reps_account(302, hidden=422), data=new),
    Route("opportunity_detail", "GET", page(), sees_reps_account()),
    Route("opportunity_edit", "GET", page("edit/"), sees_reps_account()),
    Route("opportunity_edit", "POST", page("edit/"), sees_reps_account(302), data=as_typed),
    Route("opportunity_assign", "GET", page("assign/"), leads_reps_account()),
    Route("opportunity_assign", "POST", page("assign/"), leads_reps_account(302), data=to_manager),
    Route("opportunity_move", "GET", page("move/"), sees_reps_account()),
    Route("opportunity_move", "POST", page("move/"), sees_reps_account(302), data=version(stage="upside", note="")),
    Route("opportunity_close", "GET", page("close/?outcome=lost"), sees_reps_account()),
    Route(
        "opportunity_close", "POST", page("close/"), sees_reps_account(302),
        data=version(**WON, note="", closed_on=clock.today().isoformat()),
    ),
    Route(
        "opportunity_reopen", "POST", page("reopen/", "won_opportunity"), sees_reps_account(302),
        data=version("won_opportunity"),
    ),
    Route("opportunity_archive", "POST", page("archive/"), sees_reps_account(302), data=version()),
    Route("funnel", "GET", "/reports/funnel/", everybody()),
    Route("stage_list", "GET", "/rules/stages/", leads_only()),
    Route("stage_edit", "GET", "/rules/stages/prospect/", leads_only()),
    Route("stage_edit", "POST", "/rules/stages/prospect/", leads_only(302), data=STAGE),
    Route("stage-list", "GET", "/api/v1/stages/", everybody(api=True), api=True),
    Route("stage-detail", "GET", "/api/v1/stages/prospect/", everybody(api=True), api=True),
    Route(
        "stage-detail", "PATCH", "/api/v1/stages/prospect/", leads_only(api=True), api=True,
        data={"probability": "25", "version": 1},
    ),
    Route("opportunity-list", "GET", NOUN, everybody(api=True), api=True),
    Route("opportunity-list", "POST", NOUN, sees_reps_account(201, api=True, hidden=400), api=True, data=new_by_api),
    Route("opportunity-detail", "GET", at(), sees_reps_account(api=True), api=True),
    Route(
        "opportunity-detail", "PATCH", at(), sees_reps_account(api=True), api=True, data=version(name="Mill")
    ),
    Route(
        "opportunity-move", "POST", at("move/"), sees_reps_account(api=True), api=True, data=version(stage="upside")
    ),
    Route("opportunity-close", "POST", at("close/"), sees_reps_account(api=True), api=True, data=version(**WON)),
    Route(
        "opportunity-reopen", "POST", at("reopen/", "won_opportunity"), sees_reps_account(api=True), api=True,
        data=version("won_opportunity"),
    ),
    Route("opportunity-archive", "POST", at("archive/"), sees_reps_account(api=True), api=True, data=version()),
    Route("opportunity-unarchive", "POST", at("unarchive/"), sees_reps_account(api=True), api=True, data=version()),
    Route("opportunity-moves", "GET", at("moves/"), sees_reps_account(api=True), api=True),
    Route("funnel-list", "GET", "/api/v1/funnel/", everybody(api=True), api=True),
]  # fmt: skip
