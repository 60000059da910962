from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.choices import NeedPart
from dossier.models import ContractReminder
from foundation import clock
from tests.dossier.papers import PDF
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


class Again(SimpleUploadedFile):
    """Is sent by one after the other, whole each time."""

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return super().read(*size)


def _paper(_w: World) -> dict[str, object]:
    return {"file": Again("plan.pdf", PDF)}


def _file(page: str = "", row: str = "attachment"):
    return lambda w: f"/files/{getattr(w, row).pk}/{page}"


def _file_api(action: str = "", row: str = "attachment"):
    return lambda w: f"{API}/attachments/{getattr(w, row).pk}/{action}"


def _heard(w: World) -> dict[str, object]:
    told = {"text": "Answer within an hour", "met": "no", "heard_by": w.cast.rep.pk}
    return {"version": 1, **told, "heard_on": clock.today().isoformat()}


def _expected(page: str = ""):
    return lambda w: f"/expectations/{w.expectation.pk}/{page}"


def _expected_api(action: str = ""):
    return lambda w: f"{API}/expectations/{w.expectation.pk}/{action}"


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
    Route("attachment_list", "GET", lambda w: f"/accounts/{w.account.pk}/files/", sees_reps_account()),
    Route("attachment_new", "GET", lambda w: f"/accounts/{w.account.pk}/files/new/", sees_reps_account()),
    Route(
        "attachment_new", "POST", lambda w: f"/accounts/{w.account.pk}/files/new/", sees_reps_account(302),
        data=_paper,
    ),
    Route("attachment_edit", "GET", _file(), sees_reps_account()),
    Route("attachment_edit", "POST", _file(), sees_reps_account(302), data={"version": 1, "name": "Works"}),
    Route("attachment_save", "GET", _file("save/"), sees_reps_account()),
    Route("attachment_open", "GET", _file("open/"), sees_reps_account()),
    Route("attachment_preview", "GET", _file("preview/"), sees_reps_account()),
    Route("attachment_remove", "POST", _file("remove/"), sees_reps_account(302), data={"version": 1}),
    Route(
        "attachment_restore", "POST", _file("restore/", "removed_attachment"), sees_reps_account(302),
        data={"version": 1},
    ),
    Route("attachment_rule", "GET", "/rules/files/", leads_only()),
    Route("attachment_rule", "POST", "/rules/files/", leads_only(302), data={"version": 1, "megabytes": 30}),
    Route("needs", "GET", lambda w: f"/accounts/{w.account.pk}/needs/", sees_reps_account()),
    Route(
        "needs", "POST", lambda w: f"/accounts/{w.account.pk}/needs/", sees_reps_account(302),
        data={"text_buying": "By order", **{f"version_{part}": 0 for part in NeedPart.values}},
    ),
    Route("expectation_list", "GET", lambda w: f"/accounts/{w.account.pk}/expectations/", sees_reps_account()),
    Route("expectation_new", "GET", lambda w: f"/accounts/{w.account.pk}/expectations/new/", sees_reps_account()),
    Route(
        "expectation_new", "POST", lambda w: f"/accounts/{w.account.pk}/expectations/new/", sees_reps_account(302),
        data=lambda w: {name: said for name, said in _heard(w).items() if name != "version"},
    ),
    Route("expectation_edit", "GET", _expected(), sees_reps_account()),
    Route("expectation_edit", "POST", _expected(), sees_reps_account(302), data=_heard),
    Route("expectation_change", "GET", _expected("change/"), sees_reps_account()),
    Route("expectation_change", "POST", _expected("change/"), sees_reps_account(302), data=_heard),
    Route("expectation_end", "POST", _expected("end/"), sees_reps_account(302), data={"version": 1}),
    Route("expectation_report", "GET", "/reports/expectations/", everybody()),
    Route("expectation_export", "GET", "/reports/expectations/export.csv", everybody()),
    Route("contract_list", "GET", "/reports/contracts/", everybody()),
    Route("need_export", "GET", "/accounts/needs.csv", everybody()),
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
    Route("attachment-list", "GET", f"{API}/attachments/", everybody(api=True), api=True),
    Route(
        "attachment-list", "POST", f"{API}/attachments/", sees_reps_account(400, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk},
    ),
    Route("attachment-detail", "GET", _file_api(), sees_reps_account(api=True), api=True),
    Route(
        "attachment-detail", "PATCH", _file_api(), sees_reps_account(api=True), api=True,
        data={"version": 1, "note": "Front"},
    ),
    Route("attachment-content", "GET", _file_api("content/"), sees_reps_account(api=True), api=True),
    Route(
        "attachment-remove", "POST", _file_api("remove/"), sees_reps_account(api=True), api=True, data={"version": 1}
    ),
    Route(
        "attachment-restore", "POST", _file_api("restore/", "removed_attachment"), sees_reps_account(api=True),
        api=True, data={"version": 1},
    ),
    Route("expectation-list", "GET", f"{API}/expectations/", everybody(api=True), api=True),
    Route(
        "expectation-list", "POST", f"{API}/expectations/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, "text": "Answer within a day"},
    ),
    Route("expectation-detail", "GET", _expected_api(), sees_reps_account(api=True), api=True),
    Route(
        "expectation-detail", "PATCH", _expected_api(), sees_reps_account(api=True), api=True,
        data={"version": 1, "met": "yes"},
    ),
    Route(
        "expectation-change", "POST", _expected_api("change/"), sees_reps_account(201, api=True), api=True,
        data={"version": 1, "text": "Answer within an hour"},
    ),
    Route("expectation-end", "POST", _expected_api("end/"), sees_reps_account(api=True), api=True, data={"version": 1}),
    Route("need-list", "GET", f"{API}/needs/", everybody(api=True), api=True),
    Route(
        "need-list", "POST", f"{API}/needs/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, "part": "purpose", "text": "Their new line"},
    ),
    Route("need-detail", "GET", lambda w: f"{API}/needs/{w.need.pk}/", sees_reps_account(api=True), api=True),
    Route(
        "need-detail", "PATCH", lambda w: f"{API}/needs/{w.need.pk}/", sees_reps_account(api=True), api=True,
        data={"version": 1, "text": "By order"},
    ),
    Route("contract-reminder-list", "GET", f"{API}/contract-reminders/", everybody(api=True), api=True),
    Route(
        "contract-reminder-detail", "GET", lambda w: f"{API}/contract-reminders/{w.contract_reminder.pk}/",
        everybody(api=True), api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
