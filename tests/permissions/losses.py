from __future__ import annotations

from foundation import clock
from losses.models import LossReason
from tests.permissions.table import Route, everybody, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
PLAN = {"approach": "offer", "aim": "A better price", "expected": "1000", "currency": "CNY"}
NOTE = {"version": 1, "note": "They ordered again"}


def _review(w: World) -> dict[str, object]:
    reason = LossReason.objects.order_by("position")[0]
    return {"lost_on": clock.today().isoformat(), "reason": reason.pk, "learned": "Call them more often"}


def _edit(w: World) -> dict[str, object]:
    return {"version": 1, **_review(w), "learned": "Call them each month"}


def _result(w: World) -> dict[str, object]:
    return {"version": 1, "won": "1", "ended_on": clock.today().isoformat(), "result": "They ordered again"}


def _step(w: World) -> dict[str, object]:
    return {"text": "Call their buyer", "owner": w.cast.rep.pk, "due_on": "2026-12-01"}


def _reasons(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for row in LossReason.objects.all():
        told |= {f"version_{row.pk}": 1, f"text_{row.pk}": "Reason", f"text_zh_{row.pk}": "原因"}
        told |= {f"approach_{row.pk}": "offer", f"is_offered_{row.pk}": "on"}
    return told


def _loss(page: str = ""):
    return lambda w: f"/losses/{w.loss.pk}/{page}"


def _plan(page: str = ""):
    return lambda w: f"/win-backs/{w.win_back.pk}/{page}"


def _api(noun: str, row: str, action: str = ""):
    return lambda w: f"{API}/{noun}/{getattr(w, row).pk}/{action}"


def _step_api(action: str = ""):
    return _api("win-back-steps", "win_back_step", action)


PAGES = [
    Route("loss_new", "GET", lambda w: f"/accounts/{w.account.pk}/loss/", sees_reps_account()),
    Route("loss_new", "POST", lambda w: f"/accounts/{w.account.pk}/loss/", sees_reps_account(302), data=_review),
    Route("loss_detail", "GET", _loss(), sees_reps_account()),
    Route("loss_edit", "GET", _loss("edit/"), sees_reps_account()),
    Route("loss_edit", "POST", _loss("edit/"), sees_reps_account(302), data=_edit),
    Route("loss_withdraw", "GET", _loss("withdraw/"), sees_reps_account()),
    Route("loss_withdraw", "POST", _loss("withdraw/"), sees_reps_account(302), data=NOTE),
    Route("win_back_new", "GET", _loss("win-back/"), sees_reps_account()),
    Route("win_back_new", "POST", _loss("win-back/"), sees_reps_account(302), data=PLAN),
    Route("win_back_edit", "GET", _plan(), sees_reps_account()),
    Route("win_back_edit", "POST", _plan(), sees_reps_account(302), data={"version": 1, **PLAN}),
    Route("win_back_end", "GET", _plan("result/"), sees_reps_account()),
    Route("win_back_end", "POST", _plan("result/"), sees_reps_account(302), data=_result),
    Route("win_back_step_new", "GET", _plan("steps/"), sees_reps_account()),
    Route("win_back_step_new", "POST", _plan("steps/"), sees_reps_account(302), data=_step),
    Route("win_back_step_edit", "GET", lambda w: f"/win-backs/steps/{w.win_back_step.pk}/", sees_reps_account()),
    Route(
        "win_back_step_edit", "POST", lambda w: f"/win-backs/steps/{w.win_back_step.pk}/", sees_reps_account(302),
        data=lambda w: {"version": 1, **_step(w)},
    ),
    Route(
        "win_back_step_done", "POST", lambda w: f"/win-backs/steps/{w.win_back_step.pk}/done/", sees_reps_account(302)
    ),
    Route("loss_list", "GET", "/reports/losses/", everybody()),
    Route("win_back_export", "GET", "/reports/losses/win-backs.csv", everybody()),
    Route("win_back_step_export", "GET", "/reports/losses/steps.csv", everybody()),
    Route("loss_export", "GET", "/reports/losses/export.csv", everybody()),
    Route("loss_reasons", "GET", "/rules/losses/", leads_only()),
    Route("loss_reasons", "POST", "/rules/losses/", leads_only(302), data=_reasons),
]  # fmt: skip

REST = [
    Route("loss-list", "GET", f"{API}/losses/", everybody(api=True), api=True),
    Route(
        "loss-list", "POST", f"{API}/losses/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, **_review(w)},
    ),
    Route("loss-detail", "GET", _api("losses", "loss"), sees_reps_account(api=True), api=True),
    Route(
        "loss-detail", "PATCH", _api("losses", "loss"), sees_reps_account(api=True), api=True,
        data={"version": 1, "learned": "Call them each month"},
    ),
    Route(
        "loss-withdraw", "POST", _api("losses", "loss", "withdraw/"), sees_reps_account(api=True), api=True, data=NOTE
    ),
    Route("loss-shares", "GET", f"{API}/losses/shares/", everybody(api=True), api=True),
    Route("win-back-list", "GET", f"{API}/win-backs/", everybody(api=True), api=True),
    Route(
        "win-back-list", "POST", f"{API}/win-backs/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"loss": w.loss.pk, **PLAN},
    ),
    Route("win-back-detail", "GET", _api("win-backs", "win_back"), sees_reps_account(api=True), api=True),
    Route(
        "win-back-detail", "PATCH", _api("win-backs", "win_back"), sees_reps_account(api=True), api=True,
        data={"version": 1, "aim": "Another price"},
    ),
    Route(
        "win-back-end", "POST", _api("win-backs", "win_back", "end/"), sees_reps_account(api=True), api=True,
        data={"version": 1, "won": False, "result": "They stay where they are"},
    ),
    Route("win-back-step-list", "GET", f"{API}/win-back-steps/", everybody(api=True), api=True),
    Route(
        "win-back-step-list", "POST", f"{API}/win-back-steps/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"win_back": w.win_back.pk, "text": "Call their buyer", "due_on": "2026-12-01"},
    ),
    Route("win-back-step-detail", "GET", _step_api(), sees_reps_account(api=True), api=True),
    Route(
        "win-back-step-detail", "PATCH", _step_api(), sees_reps_account(api=True), api=True,
        data={"version": 1, "text": "Visit their buyer"},
    ),
    Route("win-back-step-done", "POST", _step_api("done/"), sees_reps_account(api=True), api=True),
    Route("loss-reason-list", "GET", f"{API}/loss-reasons/", everybody(api=True), api=True),
    Route(
        "loss-reason-detail", "GET", lambda w: f"{API}/loss-reasons/{LossReason.objects.first().pk}/",
        everybody(api=True), api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
