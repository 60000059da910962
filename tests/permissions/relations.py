from __future__ import annotations

import datetime as dt

from foundation import clock
from tests.permissions.table import Route, everybody, expect, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
MARKS = {"push": 1, "share": 0, "contact": 1, "rapport": 2}


def _soon() -> str:
    return (clock.today() + dt.timedelta(days=7)).isoformat()


def _of_account(page: str):
    return lambda w: f"/accounts/{w.account.pk}/{page}/"


def _help(w: World) -> dict[str, object]:
    return {"mark": "share", "helper": w.cast.peer.pk, "text": "Come along", "due_on": _soon()}


def _advice(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for place, mark in enumerate(MARKS, 1):
        told |= {f"version_{mark}": 1, f"position_{mark}": place, f"advice_{mark}": "Go", f"advice_zh_{mark}": "去"}
    return told


# Who may be asked: peer works in North, which is not within the reach of everybody who sees the account.
HIDDEN = {"peer": 404, "outsider": 404, "rival": 404}
# The one who is asked sees the request, and so do those who lead him.
SEES_HELP = {"outsider": 404, "rival": 404}

PAGES = [
    Route("wall", "GET", _of_account("wall"), sees_reps_account()),
    Route("wall", "POST", _of_account("wall"), sees_reps_account(302), data={**MARKS, "version": 0}),
    Route("help_ask", "GET", _of_account("help"), sees_reps_account()),
    Route("help_ask", "POST", _of_account("help"), expect(302, **HIDDEN), data=_help),
    Route("help_answer", "GET", lambda w: f"/help/{w.help_request.pk}/", expect(200, **SEES_HELP)),
    Route(
        "help_answer", "POST", lambda w: f"/help/{w.help_request.pk}/",
        expect(403, rep=302, peer=302, **SEES_HELP), data={"version": 1, "answer": "Met their chief"},
    ),
    Route("wall_list", "GET", "/reports/walls/", everybody()),
    Route("wall_export", "GET", "/reports/walls/export.csv", everybody()),
    Route("wall_rule", "GET", "/rules/wall/", leads_only()),
    Route("wall_rule", "POST", "/rules/wall/", leads_only(302), data=_advice),
]  # fmt: skip

REST = [
    Route("wall-list", "GET", f"{API}/walls/", everybody(api=True), api=True),
    Route(
        "wall-list", "POST", f"{API}/walls/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, **MARKS},
    ),
    Route("wall-detail", "GET", lambda w: f"{API}/walls/{w.wall.pk}/", sees_reps_account(api=True), api=True),
    Route(
        "wall-detail", "PATCH", lambda w: f"{API}/walls/{w.wall.pk}/", sees_reps_account(api=True), api=True,
        data=lambda w: {"share": 1, "version": w.wall.version},
    ),
    Route(
        "wall-readings", "GET", lambda w: f"{API}/walls/{w.wall.pk}/readings/", sees_reps_account(api=True), api=True
    ),
    Route("mark-advice-list", "GET", f"{API}/mark-advice/", everybody(api=True), api=True),
    Route(
        "mark-advice-detail", "GET", lambda w: f"{API}/mark-advice/{w.mark_advice.pk}/", everybody(api=True), api=True
    ),
    Route("help-request-list", "GET", f"{API}/help-requests/", everybody(api=True), api=True),
    Route(
        "help-request-list", "POST", f"{API}/help-requests/",
        expect(201, api=True, peer=400, outsider=400, rival=400), api=True,
        data=lambda w: {"account": w.account.pk, **_help(w)},
    ),
    Route(
        "help-request-detail", "GET", lambda w: f"{API}/help-requests/{w.help_request.pk}/",
        expect(200, api=True, **SEES_HELP), api=True,
    ),
    Route(
        "help-request-reply", "POST", lambda w: f"{API}/help-requests/{w.help_request.pk}/reply/",
        expect(403, api=True, rep=200, peer=200, **SEES_HELP), api=True,
        data={"version": 1, "answer": "Met their chief"},
    ),
]  # fmt: skip

ROUTES = PAGES + REST
