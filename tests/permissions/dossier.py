from __future__ import annotations

from dossier.models import ContractReminder
from foundation import clock
from tests.permissions.table import Route, everybody, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"


def _terms(w: World) -> dict[str, object]:
    terms = {"title": "Price agreement", "kind": "price", "starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    return {**terms, "notice_days": 30, "renewal_months": 12, "owner": w.cast.rep.pk}


def _end(w: World) -> dict[str, object]:
    return {"version": 1, "terminated_on": clock.today().isoformat(), "end_note": "Their new buyer"}


def _next(w: World) -> dict[str, object]:
    year = clock.today().year + 2
    return {"version": 1, **_terms(w), "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}


def _days(w: World) -> dict[str, object]:
    rows = ContractReminder.objects.all()
    return {f"version_{row.pk}": 1 for row in rows} | {f"days_{row.pk}": 45 for row in rows}


def _of(page: str = ""):
    return lambda w: f"/contracts/{w.contract.pk}/{page}"


def _api(action: str = ""):
    return lambda w: f"{API}/contracts/{w.contract.pk}/{action}"


PAGES = [
    Route("contract_new", "GET", lambda w: f"/accounts/{w.account.pk}/contracts/new/", sees_reps_account()),
    Route(
        "contract_new", "POST", lambda w: f"/accounts/{w.account.pk}/contracts/new/", sees_reps_account(302),
        data=_terms,
    ),
    Route("contract_detail", "GET", _of(), sees_reps_account()),
    Route("contract_edit", "GET", _of("edit/"), sees_reps_account()),
    Route(
        "contract_edit", "POST", _of("edit/"), sees_reps_account(302), data=lambda w: {"version": 1, **_terms(w)}
    ),
    Route("contract_renew", "GET", _of("renew/"), sees_reps_account()),
    Route("contract_renew", "POST", _of("renew/"), sees_reps_account(302), data=_next),
    Route("contract_settle", "POST", _of("settle/"), sees_reps_account(302), data={"version": 1}),
    Route("contract_terminate", "GET", _of("terminate/"), sees_reps_account()),
    Route("contract_terminate", "POST", _of("terminate/"), sees_reps_account(302), data=_end),
    Route("contract_list", "GET", "/reports/contracts/", everybody()),
    Route("contract_export", "GET", "/reports/contracts/export.csv", everybody()),
    Route("contract_reminders", "GET", "/rules/contracts/", leads_only()),
    Route("contract_reminders", "POST", "/rules/contracts/", leads_only(302), data=_days),
]  # fmt: skip

REST = [
    Route("contract-list", "GET", f"{API}/contracts/", everybody(api=True), api=True),
    Route(
        "contract-list", "POST", f"{API}/contracts/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, "title": "Frame", "starts_on": "2026-01-01"},
    ),
    Route("contract-detail", "GET", _api(), sees_reps_account(api=True), api=True),
    Route(
        "contract-detail", "PATCH", _api(), sees_reps_account(api=True), api=True,
        data={"version": 1, "number": "HT-9"},
    ),
    Route("contract-settle", "POST", _api("settle/"), sees_reps_account(api=True), api=True, data={"version": 1}),
    Route("contract-terminate", "POST", _api("terminate/"), sees_reps_account(api=True), api=True, data=_end),
    Route(
        "contract-renew", "POST", _api("renew/"), sees_reps_account(201, api=True), api=True,
        data={"version": 1, "title": "The next one"},
    ),
    Route("contract-reminder-list", "GET", f"{API}/contract-reminders/", everybody(api=True), api=True),
    Route(
        "contract-reminder-detail", "GET", lambda w: f"{API}/contract-reminders/{w.contract_reminder.pk}/",
        everybody(api=True), api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
