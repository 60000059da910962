from __future__ import annotations

from care.models import Authority
from tests.permissions.table import Route, everybody, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
TAKEN = {"text": "Wrong colour", "level": 1}
CLOSED = {"version": 1, "result": "Replaced", "minutes": 30, "compensation": "0", "currency": "CNY"}
UP = {"version": 1, "reason": "They will not wait"}


def _of(page: str = ""):
    return lambda w: f"/complaints/{w.complaint.pk}/{page}"


def _api(action: str = ""):
    return lambda w: f"{API}/complaints/{w.complaint.pk}/{action}"


def _edit(w: World) -> dict[str, object]:
    cost = {"minutes": 10, "compensation": "0", "currency": "CNY"}
    return {"version": 1, "text": "Wrong colour, again", "handler": w.cast.rep.pk, **cost}


def _authority(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for row in Authority.objects.filter(matter="rebate"):
        told |= {f"version_{row.pk}": 1, f"decides_{row.pk}": "manager", f"hours_{row.pk}": 12}
    return told


PAGES = [
    Route("complaint_new", "GET", lambda w: f"/accounts/{w.account.pk}/complaints/new/", sees_reps_account()),
    Route(
        "complaint_new", "POST", lambda w: f"/accounts/{w.account.pk}/complaints/new/", sees_reps_account(302),
        data=lambda w: {**TAKEN, "handler": w.cast.rep.pk},
    ),
    Route("account_authority", "GET", lambda w: f"/accounts/{w.account.pk}/authority/", sees_reps_account()),
    Route("complaint_detail", "GET", _of(), sees_reps_account()),
    Route("complaint_detail", "POST", _of(), sees_reps_account(302), data=CLOSED),
    Route("complaint_edit", "GET", _of("edit/"), sees_reps_account()),
    Route("complaint_edit", "POST", _of("edit/"), sees_reps_account(302), data=_edit),
    Route("complaint_escalate", "GET", _of("escalate/"), sees_reps_account()),
    Route("complaint_escalate", "POST", _of("escalate/"), sees_reps_account(302), data=UP),
    Route("complaint_rate", "GET", lambda w: f"/complaints/{w.closed_complaint.pk}/rate/", sees_reps_account()),
    Route(
        "complaint_rate", "POST", lambda w: f"/complaints/{w.closed_complaint.pk}/rate/", sees_reps_account(302),
        data={"version": 1, "satisfaction": 4},
    ),
    Route("complaint_list", "GET", "/reports/complaints/", everybody()),
    Route("complaint_export", "GET", "/reports/complaints/export.csv", everybody()),
    Route("authority_rules", "GET", "/rules/authority/", leads_only()),
    Route("authority_edit", "GET", "/rules/authority/rebate/", leads_only()),
    Route("authority_edit", "POST", "/rules/authority/rebate/", leads_only(302), data=_authority),
    Route("iceberg_rule", "GET", "/rules/complaints/", leads_only()),
    Route(
        "iceberg_rule", "POST", "/rules/complaints/", leads_only(302),
        data={"version": 1, "unhappy": 20, "leave": "0.7", "stay": "0.9"},
    ),
]  # fmt: skip

REST = [
    Route("complaint-list", "GET", f"{API}/complaints/", everybody(api=True), api=True),
    Route(
        "complaint-list", "POST", f"{API}/complaints/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, "text": "Wrong colour"},
    ),
    Route("complaint-detail", "GET", _api(), sees_reps_account(api=True), api=True),
    Route(
        "complaint-detail", "PATCH", _api(), sees_reps_account(api=True), api=True, data={"version": 1, "minutes": 9}
    ),
    Route("complaint-escalate", "POST", _api("escalate/"), sees_reps_account(api=True), api=True, data=UP),
    Route("complaint-close", "POST", _api("close/"), sees_reps_account(api=True), api=True,
          data={"version": 1, "result": "Replaced"}),
    Route(
        "complaint-rate", "POST", lambda w: f"{API}/complaints/{w.closed_complaint.pk}/rate/",
        sees_reps_account(api=True), api=True, data={"version": 1, "satisfaction": 4},
    ),
    Route("complaint-iceberg", "GET", f"{API}/complaints/iceberg/", everybody(api=True), api=True),
    Route("authority-list", "GET", f"{API}/authorities/", everybody(api=True), api=True),
    Route(
        "authority-detail", "GET", lambda w: f"{API}/authorities/{Authority.objects.first().pk}/", everybody(api=True),
        api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
