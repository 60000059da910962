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

PROFILE = {"influence": 3, "stance": "for"}
JUDGED = {"self_control": "high", "others_control": "high", "buyer_type": "trimmer"}
# Judgements on people are the account's team's: its owner and who manages it, not who merely sees everything.
IN_TEAM = expect(404, rep=200, manager=200)
IN_TEAM_WROTE = expect(404, rep=302, manager=302)


def _of_contact(page: str):
    return lambda w: f"/contacts/{w.contact.pk}/{page}/"


def _one(noun: str, row: str):
    return lambda w: f"{API}/{noun}/{getattr(w, row).pk}/"


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
    Route("org_chart", "GET", _of_account("chart"), sees_reps_account()),
    Route("people_map", "GET", _of_account("people"), sees_reps_account()),
    Route("referral_edit", "GET", _of_account("referral"), sees_reps_account()),
    Route(
        "referral_edit", "POST", _of_account("referral"), expect(422, peer=404, outsider=404, rival=404, admin=302,
        director=302), data=lambda w: {"introducer": w.outsiders_contact.pk, "on": "2026-01-05", "version": 0},
    ),
    Route(
        "referral_remove", "POST", lambda w: f"/accounts/{w.referral.account_id}/referral/remove/",
        sees_reps_account(302),
    ),
    Route("contact_search", "GET", "/contacts/search/?q=li", everybody()),
    Route("superior", "GET", _of_contact("superior"), sees_reps_account()),
    Route(
        "superior", "POST", _of_contact("superior"), sees_reps_account(302),
        data=lambda w: {"reports_to": w.superior.pk, "version": w.contact.version},
    ),
    Route("profile_edit", "GET", _of_contact("relation"), sees_reps_account()),
    Route("profile_edit", "POST", _of_contact("relation"), sees_reps_account(302), data={**PROFILE, "version": 0}),
    Route("assessment_edit", "GET", _of_contact("assessment"), IN_TEAM),
    Route("assessment_edit", "POST", _of_contact("assessment"), IN_TEAM_WROTE, data={**JUDGED, "version": 0}),
    Route("acquaintance_new", "GET", _of_contact("known-by"), sees_reps_account()),
    Route(
        "acquaintance_new", "POST", _of_contact("known-by"), sees_reps_account(302),
        data=lambda w: {"person": w.cast.rep.pk, "closeness": 2},
    ),
    Route(
        "acquaintance_remove", "POST", lambda w: f"/known-by/{w.acquaintance.pk}/remove/", sees_reps_account(302)
    ),
    Route("referrals", "GET", "/reports/referrals/", everybody()),
    Route("contact_export", "GET", "/contacts/export.csv?assessments=yes", everybody()),
    Route("wall_list", "GET", "/reports/walls/", everybody()),
    Route("acquaintance_export", "GET", "/contacts/known-by.csv", everybody()),
    Route("wall_mark_export", "GET", "/reports/walls/marks.csv", everybody()),
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
    Route("contact-profile-list", "GET", f"{API}/contact-profiles/", everybody(api=True), api=True),
    Route(
        "contact-profile-list", "POST", f"{API}/contact-profiles/", sees_reps_account(201, api=True, hidden=400),
        api=True, data=lambda w: {"contact": w.contact.pk, **PROFILE},
    ),
    Route(
        "contact-profile-detail", "GET", _one("contact-profiles", "profile"), sees_reps_account(api=True), api=True
    ),
    Route(
        "contact-profile-detail", "PATCH", _one("contact-profiles", "profile"), sees_reps_account(api=True), api=True,
        data={"stance": "against", "version": 1},
    ),
    Route("assessment-list", "GET", f"{API}/assessments/", everybody(api=True), api=True),
    Route(
        "assessment-list", "POST", f"{API}/assessments/",
        expect(403, api=True, rep=201, manager=201, peer=400, outsider=400, rival=400), api=True,
        data=lambda w: {"contact": w.contact.pk, **JUDGED},
    ),
    Route(
        "assessment-detail", "GET", _one("assessments", "assessment"),
        expect(404, api=True, rep=200, manager=200, integration=404), api=True,
    ),
    Route(
        "assessment-detail", "PATCH", _one("assessments", "assessment"),
        expect(404, api=True, rep=200, manager=200, integration=404), api=True,
        data={"buyer_type": "lavish", "version": 1},
    ),
    Route("acquaintance-list", "GET", f"{API}/acquaintances/", everybody(api=True), api=True),
    Route(
        "acquaintance-list", "POST", f"{API}/acquaintances/",
        sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"contact": w.contact.pk, "person": w.cast.rep.pk, "closeness": 3},
    ),
    Route(
        "acquaintance-detail", "GET", _one("acquaintances", "acquaintance"), sees_reps_account(api=True), api=True
    ),
    Route(
        "acquaintance-detail", "PATCH", _one("acquaintances", "acquaintance"), sees_reps_account(api=True), api=True,
        data={"closeness": 2, "version": 1},
    ),
    Route(
        "acquaintance-detail", "DELETE", _one("acquaintances", "acquaintance"), sees_reps_account(204, api=True),
        api=True,
    ),
    Route("referral-list", "GET", f"{API}/referrals/", everybody(api=True), api=True),
    Route(
        "referral-list", "POST", f"{API}/referrals/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.second_account.pk, "introducer": w.contact.pk},
    ),
    Route("referral-detail", "GET", _one("referrals", "referral"), sees_reps_account(api=True), api=True),
    Route(
        "referral-detail", "PATCH", _one("referrals", "referral"), sees_reps_account(api=True), api=True,
        data={"note": "At a fair", "version": 1},
    ),
    Route(
        "referral-detail", "DELETE", _one("referrals", "referral"), sees_reps_account(204, api=True), api=True
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
