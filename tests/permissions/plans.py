from __future__ import annotations

from plans.models import KeyPoint, ResourceMix
from tests.permissions.table import Route, everybody, leads_only, leads_reps_account, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
AIM = {"aim": "First source for bearings"}
NUMBERS = {"text": "Share of wallet", "baseline": "20", "target": "40", "unit": "%", "due_on": "2026-12-31"}
NOTE = {"version": 1, "note": "Half of it is done"}


def _plan(page: str = ""):
    return lambda w: f"/plans/{w.plan.pk}/{page}"


def _api(action: str = ""):
    return lambda w: f"{API}/plans/{w.plan.pk}/{action}"


def _action(w: World) -> dict[str, object]:
    return {
        "text": "Train their fitters",
        "owner": w.cast.rep.pk,
        "due_on": "2026-12-01",
        "resource": "support",
        "hours": 8,
    }


def _split(w: World) -> dict[str, object]:
    return {"version": 1, "team_0": w.cast.north.pk, "share_0": "100"}


def _keys(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for row in KeyPoint.objects.all():
        told |= {f"version_{row.pk}": 1, f"text_{row.pk}": "Key", f"text_zh_{row.pk}": "要点"}
        told |= {f"hint_{row.pk}": "When it holds", f"hint_zh_{row.pk}": "何时成立"}
    return told


def _mixes(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for row in ResourceMix.objects.all():
        told |= {f"version_{row.pk}": 1, f"marketing_{row.pk}": 50, f"management_{row.pk}": 30, f"support_{row.pk}": 20}
    return told


PAGES = [
    Route("plan_new", "GET", lambda w: f"/accounts/{w.account.pk}/plans/new/", sees_reps_account()),
    Route(
        "plan_new", "POST", lambda w: f"/accounts/{w.account.pk}/plans/new/", sees_reps_account(302),
        data={"year": 2031, **AIM},
    ),
    Route("plan_detail", "GET", _plan(), sees_reps_account()),
    Route("plan_print", "GET", _plan("print/"), sees_reps_account()),
    Route("plan_edit", "GET", _plan("edit/"), sees_reps_account()),
    Route("plan_edit", "POST", _plan("edit/"), sees_reps_account(302), data={"version": 1, **AIM}),
    Route("plan_split", "GET", _plan("split/"), leads_reps_account()),
    Route("plan_split", "POST", _plan("split/"), leads_reps_account(302), data=_split),
    Route("plan_review_new", "GET", _plan("review/"), sees_reps_account()),
    Route("plan_review_new", "POST", _plan("review/"), sees_reps_account(302), data=NOTE),
    Route("plan_review", "GET", lambda w: f"/plans/reviews/{w.plan_review.pk}/", sees_reps_account()),
    Route(
        "plan_key", "POST", lambda w: f"/plans/{w.plan.pk}/keys/{KeyPoint.objects.first().pk}/", sees_reps_account(302)
    ),
    Route("objective_new", "GET", _plan("objectives/new/"), sees_reps_account()),
    Route("objective_new", "POST", _plan("objectives/new/"), sees_reps_account(302), data=NUMBERS),
    Route("objective_edit", "GET", lambda w: f"/plans/objectives/{w.objective.pk}/", sees_reps_account()),
    Route(
        "objective_edit", "POST", lambda w: f"/plans/objectives/{w.objective.pk}/", sees_reps_account(302),
        data={"version": 1, "reached": "30", **NUMBERS},
    ),
    Route("plan_action_new", "GET", _plan("actions/new/"), sees_reps_account()),
    Route("plan_action_new", "POST", _plan("actions/new/"), sees_reps_account(302), data=_action),
    Route("plan_action_edit", "GET", lambda w: f"/plans/actions/{w.plan_action.pk}/", sees_reps_account()),
    Route(
        "plan_action_edit", "POST", lambda w: f"/plans/actions/{w.plan_action.pk}/", sees_reps_account(302),
        data=lambda w: {"version": 1, **_action(w)},
    ),
    Route("plan_action_done", "POST", lambda w: f"/plans/actions/{w.plan_action.pk}/done/", sees_reps_account(302)),
    Route("plan_list", "GET", "/reports/plans/", everybody()),
    Route("plan_export", "GET", "/reports/plans/export.csv", everybody()),
    Route("objective_export", "GET", "/reports/plans/objectives.csv", everybody()),
    Route("plan_keys", "GET", "/rules/plans/", leads_only()),
    Route("plan_keys", "POST", "/rules/plans/", leads_only(302), data=_keys),
    Route("plan_mixes", "GET", "/rules/plans/mixes/", leads_only()),
    Route("plan_mixes", "POST", "/rules/plans/mixes/", leads_only(302), data=_mixes),
]  # fmt: skip

REST = [
    Route("plan-list", "GET", f"{API}/plans/", everybody(api=True), api=True),
    Route(
        "plan-list", "POST", f"{API}/plans/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, "year": 2031, **AIM},
    ),
    Route("plan-detail", "GET", _api(), sees_reps_account(api=True), api=True),
    Route("plan-detail", "PATCH", _api(), sees_reps_account(api=True), api=True, data={"version": 1, "notes": "Ours"}),
    Route(
        "plan-split", "POST", _api("split/"), leads_reps_account(api=True), api=True,
        data=lambda w: {"version": 1, "shares": [{"team": w.cast.north.pk, "share": "100"}]},
    ),
    Route(
        "plan-key", "POST", _api("key/"), sees_reps_account(api=True), api=True,
        data=lambda w: {"key": KeyPoint.objects.first().pk},
    ),
    Route("plan-review", "POST", _api("review/"), sees_reps_account(api=True), api=True, data=NOTE),
    Route("objective-list", "GET", f"{API}/objectives/", everybody(api=True), api=True),
    Route(
        "objective-list", "POST", f"{API}/objectives/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"plan": w.plan.pk, **NUMBERS},
    ),
    Route(
        "objective-detail", "GET", lambda w: f"{API}/objectives/{w.objective.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route(
        "objective-detail", "PATCH", lambda w: f"{API}/objectives/{w.objective.pk}/", sees_reps_account(api=True),
        api=True, data={"version": 1, "reached": "25"},
    ),
    Route("plan-action-list", "GET", f"{API}/plan-actions/", everybody(api=True), api=True),
    Route(
        "plan-action-list", "POST", f"{API}/plan-actions/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"plan": w.plan.pk, "text": "Train them", "due_on": "2026-12-01"},
    ),
    Route(
        "plan-action-detail", "GET", lambda w: f"{API}/plan-actions/{w.plan_action.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route(
        "plan-action-detail", "PATCH", lambda w: f"{API}/plan-actions/{w.plan_action.pk}/",
        sees_reps_account(api=True), api=True, data={"version": 1, "hours": 6},
    ),
    Route(
        "plan-action-done", "POST", lambda w: f"{API}/plan-actions/{w.plan_action.pk}/done/",
        sees_reps_account(api=True), api=True,
    ),
    Route("plan-review-list", "GET", f"{API}/plan-reviews/", everybody(api=True), api=True),
    Route(
        "plan-review-detail", "GET", lambda w: f"{API}/plan-reviews/{w.plan_review.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route("key-point-list", "GET", f"{API}/key-points/", everybody(api=True), api=True),
    Route(
        "key-point-detail", "GET", lambda w: f"{API}/key-points/{KeyPoint.objects.first().pk}/", everybody(api=True),
        api=True,
    ),
    Route("resource-mix-list", "GET", f"{API}/resource-mixes/", everybody(api=True), api=True),
    Route(
        "resource-mix-detail", "GET", lambda w: f"{API}/resource-mixes/{ResourceMix.objects.first().pk}/",
        everybody(api=True), api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
