"""Who may do what with an opportunity's record, many opportunities at once, and the rules around them."""

from __future__ import annotations

from typing import Any

from pipeline.models import Stage
from tests.permissions.pipeline import NOUN, at, page
from tests.permissions.table import Route, everybody, expect, leads_only, leads_reps_account, sees_reps_account
from tests.permissions.world import World


def criterion(w: World) -> str:
    return f"/pipeline/{w.opportunity.pk}/criteria/{w.criterion.pk}/"


def stakeholder(action: str = "") -> Any:
    return lambda w: f"/pipeline/{w.opportunity.pk}/stakeholders/{w.stakeholder.pk}/{action}"


def entry(noun: str, action: str = "") -> Any:
    return lambda w: f"/rules/{noun}s/{getattr(w, noun).pk}/{action}"


def api_entry(noun: str, action: str = "") -> Any:
    return lambda w: f"/api/v1/{noun}s/{getattr(w, noun).pk}/{action}"


def lines(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "product_0": w.product.pk, "quantity_0": "2", "unit_price_0": "3"}


def rivals(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "competitor_0": w.competitor.pk, "standing_0": "ahead"}


def shares(w: World) -> dict[str, Any]:
    rep, manager = w.cast.rep.pk, w.cast.manager.pk
    return {
        "version": w.opportunity.version, "person_0": rep, "share_0": "60", "person_1": manager, "share_1": "40",
    }  # fmt: skip


def parts(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "rest": "20000", "name_0": "Second mill", "amount_0": "30000"}


def said(w: World) -> dict[str, Any]:
    return {"contact": w.contact.pk, "influence": "3", "stance": "for", "roles": ["decision_maker"]}


def said_again(w: World) -> dict[str, Any]:
    return {"version": w.stakeholder.version, "influence": "3", "stance": "against"}


def entry_version(noun: str, **more: Any) -> Any:
    return lambda w: {"version": getattr(w, noun).version, **more}


def api_lines(w: World) -> dict[str, Any]:
    line = {"product": w.product.pk, "quantity": "2", "unit_price": "3"}
    return {"version": w.opportunity.version, "lines": [line], "take_sum": True}


def api_rivals(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "rivals": [{"competitor": w.competitor.pk, "standing": "behind"}]}


def api_shares(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "shares": [{"person": w.cast.rep.pk, "share": "100"}]}


def api_parts(w: World) -> dict[str, Any]:
    return {"version": w.opportunity.version, "rest": "1", "parts": [{"name": "Second", "amount": "49999"}]}


def api_stakeholder(w: World) -> dict[str, Any]:
    return {"opportunity": w.opportunity.pk, "contact": w.contact.pk, "stance": "for"}


def api_place(w: World) -> dict[str, Any]:
    return {"opportunities": [w.waiting_opportunity.pk], "account": w.account.pk}


def arranged(w: World) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for number, stage in enumerate(Stage.objects.order_by("position"), 1):
        told |= {f"place_{stage.pk}": number, f"version_{stage.pk}": stage.version}
        told[f"probability_{stage.pk}"] = str(stage.probability)
    return told


STAGE = {"name": "Demo", "name_zh": "演示", "probability": "5", "normal_days": "9", "after": ""}
FLAGS = {"visit_days": "40", "norm_stays": "10", "decision_maker_from": "30", "version": "1"}
PRODUCT = {"code": "ROLL", "name": "Roll", "unit": "t", "list_price": "5", "currency": "CNY"}
RENAMED = {**PRODUCT, "version": "1"}

ROUTES = [
    Route("opportunity_lines", "GET", page("lines/"), sees_reps_account()),
    Route("opportunity_lines", "POST", page("lines/"), sees_reps_account(302), data=lines),
    Route("opportunity_rivals", "GET", page("competitors/"), sees_reps_account()),
    Route("opportunity_rivals", "POST", page("competitors/"), sees_reps_account(302), data=rivals),
    Route("opportunity_shares", "GET", page("shares/"), leads_reps_account()),
    Route("opportunity_shares", "POST", page("shares/"), leads_reps_account(302), data=shares),
    Route("opportunity_split", "GET", page("split/"), sees_reps_account()),
    Route("opportunity_split", "POST", page("split/"), sees_reps_account(302), data=parts),
    Route("opportunity_copy", "GET", page("copy/"), sees_reps_account()),
    Route("opportunity_copy", "POST", page("copy/"), sees_reps_account(302), data={"name": "Third mill"}),
    Route("date_changes", "GET", page("dates/"), sees_reps_account()),
    Route("criterion_tick", "POST", criterion, sees_reps_account(302), data={"evidence": "Mail of 3 May"}),
    Route("stakeholder_map", "GET", page("stakeholders/"), sees_reps_account()),
    Route("stakeholder_new", "GET", page("stakeholders/new/"), sees_reps_account()),
    Route("stakeholder_new", "POST", page("stakeholders/new/"), sees_reps_account(302), data=said),
    Route("stakeholder_edit", "GET", stakeholder(), sees_reps_account()),
    Route("stakeholder_edit", "POST", stakeholder(), sees_reps_account(302), data=said_again),
    Route("stakeholder_remove", "POST", stakeholder("remove/"), sees_reps_account(302)),
    Route("opportunity_reassign", "GET", "/pipeline/reassign/", leads_only()),
    Route(
        "opportunity_reassign", "POST", "/pipeline/reassign/", leads_only(422), data=lambda w: {"owner": "", "seen": ""}
    ),
    Route("opportunity_waiting", "GET", "/pipeline/waiting/", leads_only()),
    Route(
        "opportunity_waiting", "POST", "/pipeline/waiting/",
        expect(403, manager=302, director=302, admin=302, rival=422),
        data=lambda w: {"pick": w.waiting_opportunity.pk, "account": w.account.pk},
    ),
    Route("against_whom", "GET", "/reports/competitors/", everybody()),
    Route("product_list", "GET", "/rules/products/", leads_only()),
    Route("product_new", "GET", "/rules/products/new/", leads_only()),
    Route("product_new", "POST", "/rules/products/new/", leads_only(302), data=PRODUCT),
    Route("product_edit", "GET", entry("product"), leads_only()),
    Route("product_edit", "POST", entry("product"), leads_only(302), data=RENAMED),
    Route("product_retire", "POST", entry("product", "retire/"), leads_only(302), data=entry_version("product")),
    Route("competitor_list", "GET", "/rules/competitors/", leads_only()),
    Route("competitor_new", "GET", "/rules/competitors/new/", leads_only()),
    Route("competitor_new", "POST", "/rules/competitors/new/", leads_only(302), data={"name": "Sterling"}),
    Route("competitor_edit", "GET", entry("competitor"), leads_only()),
    Route(
        "competitor_edit", "POST", entry("competitor"), leads_only(302), data=entry_version("competitor", name="Rivalo")
    ),
    Route(
        "competitor_retire", "POST", entry("competitor", "retire/"), leads_only(302), data=entry_version("competitor")
    ),
    Route("flag_rule", "GET", "/rules/flags/", leads_only()),
    Route("flag_rule", "POST", "/rules/flags/", leads_only(302), data=FLAGS),
    Route("stage_new", "GET", "/rules/stages/new/", leads_only()),
    Route("stage_new", "POST", "/rules/stages/new/", leads_only(302), data=STAGE),
    Route("stage_arrange", "GET", "/rules/stages/arrange/", leads_only()),
    Route("stage_arrange", "POST", "/rules/stages/arrange/", leads_only(302), data=arranged),
    Route("stage_remove", "GET", "/rules/stages/upside/remove/", leads_only()),
    Route("stage_remove", "POST", "/rules/stages/upside/remove/", leads_only(302), data={"version": 1, "into": ""}),
    Route("opportunity-lines", "GET", at("lines/"), sees_reps_account(api=True), api=True),
    Route("opportunity-lines", "PUT", at("lines/"), sees_reps_account(api=True), api=True, data=api_lines),
    Route("opportunity-rivals", "GET", at("rivals/"), sees_reps_account(api=True), api=True),
    Route("opportunity-rivals", "PUT", at("rivals/"), sees_reps_account(api=True), api=True, data=api_rivals),
    Route("opportunity-shares", "GET", at("shares/"), sees_reps_account(api=True), api=True),
    Route("opportunity-shares", "PUT", at("shares/"), leads_reps_account(api=True), api=True, data=api_shares),
    Route("opportunity-dates", "GET", at("dates/"), sees_reps_account(api=True), api=True),
    Route("opportunity-criteria", "GET", at("criteria/"), sees_reps_account(api=True), api=True),
    Route(
        "opportunity-tick", "POST", at("tick/"), sees_reps_account(api=True), api=True,
        data=lambda w: {"criterion": w.criterion.pk, "evidence": "Mail"},
    ),
    Route(
        "opportunity-untick", "POST", at("untick/"), sees_reps_account(api=True), api=True,
        data=lambda w: {"criterion": w.criterion.pk},
    ),
    Route("opportunity-split", "POST", at("split/"), sees_reps_account(201, api=True), api=True, data=api_parts),
    Route("opportunity-copy", "POST", at("copy/"), sees_reps_account(201, api=True), api=True, data={"name": "Third"}),
    Route(
        "opportunity-reassign", "POST", f"{NOUN}reassign/",
        expect(403, api=True, manager=200, director=200, admin=200, rival=400), api=True,
        data=lambda w: {"owner": w.cast.peer.pk},
    ),
    Route(
        "opportunity-place", "POST", f"{NOUN}place/",
        expect(403, api=True, manager=200, director=200, admin=200, rival=400), api=True,
        data=api_place,
    ),
    Route("stakeholder-list", "GET", "/api/v1/stakeholders/", everybody(api=True), api=True),
    Route(
        "stakeholder-list", "POST", "/api/v1/stakeholders/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=api_stakeholder,
    ),
    Route("stakeholder-detail", "GET", api_entry("stakeholder"), sees_reps_account(api=True), api=True),
    Route(
        "stakeholder-detail", "PATCH", api_entry("stakeholder"), sees_reps_account(api=True), api=True,
        data=entry_version("stakeholder", stance="against"),
    ),
    Route("stakeholder-detail", "DELETE", api_entry("stakeholder"), sees_reps_account(204, api=True), api=True),
    Route("product-list", "GET", "/api/v1/products/", everybody(api=True), api=True),
    Route("product-list", "POST", "/api/v1/products/", leads_only(201, api=True), api=True, data=PRODUCT),
    Route("product-detail", "GET", api_entry("product"), everybody(api=True), api=True),
    Route(
        "product-detail", "PATCH", api_entry("product"), leads_only(api=True), api=True,
        data=entry_version("product", name="Roll"),
    ),
    Route("product-retire", "POST", api_entry("product", "retire/"), leads_only(api=True), api=True,
          data=entry_version("product")),
    Route("product-restore", "POST", api_entry("product", "restore/"), leads_only(api=True), api=True,
          data=entry_version("product")),
    Route("competitor-list", "GET", "/api/v1/competitors/", everybody(api=True), api=True),
    Route(
        "competitor-list", "POST", "/api/v1/competitors/", leads_only(201, api=True), api=True,
        data={"name": "Sterling"},
    ),
    Route("competitor-detail", "GET", api_entry("competitor"), everybody(api=True), api=True),
    Route(
        "competitor-detail", "PATCH", api_entry("competitor"), leads_only(api=True), api=True,
        data=entry_version("competitor", name="Rivalo"),
    ),
    Route("competitor-retire", "POST", api_entry("competitor", "retire/"), leads_only(api=True), api=True,
          data=entry_version("competitor")),
    Route("competitor-restore", "POST", api_entry("competitor", "restore/"), leads_only(api=True), api=True,
          data=entry_version("competitor")),
]  # fmt: skip
