"""Accounts, contacts and visits over HTTP: written through the same services, strict about what is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Account, Contact, Visit
from journal.models import Event
from losses.models import LossReason

from .make import contact_of

SOON = (timezone.now() + dt.timedelta(days=2)).isoformat()


def test_an_account_comes_into_being(api, cast):
    answer = api("rep").post("/api/v1/accounts/", {"name": "北京钢铁", "industry": "Steel"})
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["owner"] == cast.rep.pk
    assert Account.objects.get().search_text


def test_a_contact_comes_with_its_roles(api, account):
    body = {"account": account.pk, "name": "王小明", "roles": ["user", "decision_maker"]}
    answer = api("rep").post("/api/v1/contacts/", body)
    assert (answer.status_code, answer.json()["roles"]) == (201, ["decision_maker", "user"])
    again = api("rep").patch(f"/api/v1/contacts/{answer.json()['id']}/", {"version": 1, "roles": []})
    assert (again.status_code, again.json()["roles"]) == (200, [])


def test_an_unknown_role_is_refused(api, account):
    body = {"account": account.pk, "name": "X", "roles": ["boss"]}
    assert "roles" in api("rep").post("/api/v1/contacts/", body).json()["errors"]


def test_a_visit_needs_its_account_only(api, account):
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk})
    assert (answer.status_code, answer.json()["state"], answer.json()["minutes"]) == (201, "logged", 30)


def test_a_visit_sent_twice_is_one(api, account):
    body = {"account": account.pk, "client_id": str(uuid.uuid4())}
    first, second = (api("rep").post("/api/v1/visits/", body) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Visit.objects.count() == 1


def test_a_visit_with_one_idempotency_key_is_one(api, account):
    client, headers = api("rep"), {"Idempotency-Key": "phone-1"}
    first, second = (client.post("/api/v1/visits/", {"account": account.pk}, headers=headers) for _ in range(2))
    assert first.content == second.content
    assert Visit.objects.count() == 1


def test_a_plan_needs_a_moment(api, account):
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk, "state": "planned"})
    assert answer.json()["errors"].keys() == {"starts_at"}


def test_a_plan_is_reported(api, cast, account):
    contact = contact_of(account)
    plan = api("rep").post("/api/v1/visits/", {"account": account.pk, "state": "planned", "starts_at": SOON}).json()
    report = {"outcome": "advanced", "contacts": [contact.pk], "summary": "They buy."}
    answer = api("rep").post(f"/api/v1/visits/{plan['id']}/log/", report, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["state"], answer.json()["contacts"]) == (200, "logged", [contact.pk])


@pytest.mark.parametrize("action", ["cancel", "archive"])
def test_actions_ask_for_the_version(api, cast, account, action):
    visit = services.visit_log(actor=cast.rep, account=account)
    path = f"/api/v1/visits/{visit.pk}/cancel/" if action == "cancel" else f"/api/v1/accounts/{account.pk}/archive/"
    assert api("rep").post(path).status_code == 428
    assert api("rep").post(path, {"version": 7}).status_code == 412
    assert api("rep").post(path, {"version": 1}).status_code == 200


def test_archived_and_found_again(api, account):
    client = api("rep")
    client.post(f"/api/v1/accounts/{account.pk}/archive/", {"version": 1})
    assert client.get("/api/v1/accounts/").json()["results"] == []
    assert client.get(f"/api/v1/accounts/{account.pk}/").json()["archived_at"]
    assert client.post(f"/api/v1/accounts/{account.pk}/unarchive/", {"version": 2}).json()["archived_at"] is None


def test_a_next_step_is_ticked_off(api, cast, account):
    day = timezone.localdate() + dt.timedelta(days=1)
    visit = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=day)
    assert api("rep").post(f"/api/v1/visits/{visit.pk}/step-done/").json()["next_step_done_at"]
    assert api("rep").post(f"/api/v1/visits/{visit.pk}/step-reopen/").json()["next_step_done_at"] is None


def test_a_stale_edit_shows_both_texts(api, account):
    client = api("rep")
    client.patch(f"/api/v1/accounts/{account.pk}/", {"industry": "Steel"}, headers={"If-Match": '"1"'})
    answer = client.patch(f"/api/v1/accounts/{account.pk}/", {"industry": "Iron"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 412
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["current"]["industry"], answer.json()["current"]["version"]) == ("Steel", 2)


def test_an_edit_without_a_version_is_refused(api, account):
    assert api("rep").patch(f"/api/v1/accounts/{account.pk}/", {"industry": "Steel"}).status_code == 428


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("accounts/", {"name": "X", "tier": "platinum"}),
        ("accounts/", {"name": "X", "churn_risk": "0.1"}),
        ("accounts/", {"name": "X", "last_visit_on": "2026-01-01"}),
        ("accounts/", {"name": "X", "id": 7}),
        ("accounts/", {"name": "X", "colour": "red"}),
        ("visits/", {"account": None, "rate": "3"}),
    ],
)
def test_computed_and_unknown_fields_are_refused_not_dropped(api, account, path, body):
    body = {name: account.pk if value is None else value for name, value in body.items()}
    answer = api("rep").post(f"/api/v1/{path}", body)
    assert answer.status_code == 400
    assert Account.objects.count() == 1
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "field", [{"account": 1}, {"state": "cancelled"}, {"client_id": "b5a0b1c4-0000-4000-8000-000000000000"}]
)
def test_what_a_visit_is_about_is_fixed(api, cast, account, field):
    visit = services.visit_log(actor=cast.rep, account=account)
    answer = api("rep").patch(f"/api/v1/visits/{visit.pk}/", {"version": 1, **field})
    assert answer.json()["errors"] == {next(iter(field)): ["Read-only."]}


@pytest.mark.parametrize("expenses", ["NaN", "Infinity", "1e400", "1.005", "-1", "9" * 2000, "1" * 17])
def test_no_such_money(api, account, expenses):
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk, "expenses": expenses})
    assert answer.json()["errors"].keys() == {"expenses"}


@pytest.mark.parametrize("minutes", [-1, 1441, 10**30, "x", 1.5, None])
def test_no_such_minutes(api, account, minutes):
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk, "minutes": minutes})
    assert answer.json()["errors"].keys() == {"minutes"}


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-13-01T00:00:00Z", "99999-01-01T00:00:00Z", 5, pytest.param(SOON, id="soon")]
)
def test_no_such_moment(api, account, moment):
    answer = api("rep").post("/api/v1/visits/", {"account": account.pk, "starts_at": moment})
    assert answer.json()["errors"].keys() == {"starts_at"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, None, ["a"], {"a": 1}, 5.5e300, True])
def test_no_such_name(api, db, name):
    answer = api("rep").post("/api/v1/accounts/", {"name": name})
    assert answer.status_code in {201, 400}
    assert answer.status_code == 400 or isinstance(name, float)


@pytest.mark.parametrize("name", [r"a\u0000b", r"a\ud800b"])
def test_text_that_cannot_be_stored_is_refused(api, cast, name):
    body = f'{{"name": "{name}"}}'
    assert api("rep").post("/api/v1/accounts/", body, content_type="application/json").status_code == 400


def test_a_rep_may_not_give_away(api, cast, account):
    client = api("rep")
    assert client.patch(f"/api/v1/accounts/{account.pk}/", {"version": 1, "owner": cast.peer.pk}).status_code == 403
    assert client.post("/api/v1/accounts/", {"name": "X", "owner": cast.peer.pk}).status_code == 403
    assert not Event.objects.exists()


def test_a_taken_external_id_is_said_at_its_field(api, cast, account):
    client = api("rep")
    assert client.post("/api/v1/accounts/", {"name": "A", "external_id": "K1"}).status_code == 201
    assert client.post("/api/v1/accounts/", {"name": "B", "external_id": "K1"}).json()["errors"].keys() == {
        "external_id"
    }
    for answer in (201, 400):
        body = {"account": account.pk, "name": "C", "external_id": "P1"}
        assert client.post("/api/v1/contacts/", body).status_code == answer
        assert client.post("/api/v1/visits/", {"account": account.pk, "external_id": "V1"}).status_code == answer


def test_a_taken_external_id_is_said_in_an_edit_too(api, account):
    client = api("rep")
    first, second = (
        client.post("/api/v1/visits/", {"account": account.pk, "external_id": key}).json() for key in ("V1", "V2")
    )
    answer = client.patch(f"/api/v1/visits/{second['id']}/", {"version": 1, "external_id": first["external_id"]})
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"external_id"})


@pytest.mark.parametrize(("noun", "link"), [("accounts", "parent"), ("contacts", "reports_to")])
def test_a_new_row_may_stand_below_another(api, account, noun, link):
    client, body = api("rep"), {"name": "A", **({"account": account.pk} if noun == "contacts" else {})}
    above = client.post(f"/api/v1/{noun}/", body).json()["id"]
    answer = client.post(f"/api/v1/{noun}/", {**body, "name": "B", link: above})
    assert (answer.status_code, answer.json()[link]) == (201, above)


def test_nothing_is_deleted(api, account):
    for path in ("accounts", "contacts", "visits"):
        assert api("admin").delete(f"/api/v1/{path}/{account.pk}/").status_code == 405
    assert Account.objects.exists()


def test_a_detail_takes_no_filters(api, account):
    assert api("rep").get(f"/api/v1/accounts/{account.pk}/?tier=gold").status_code == 400


def test_a_contact_stays_at_his_account(api, cast, account):
    contact = contact_of(account)
    answer = api("rep").patch(f"/api/v1/contacts/{contact.pk}/", {"version": 1, "account": account.pk})
    assert answer.json()["errors"] == {"account": ["Read-only."]}
    assert Contact.objects.get().account == account


def test_a_page_number_is_no_parameter_of_a_list(api: Any) -> None:
    for path in ("/api/v1/accounts/", "/api/v1/stages/"):
        answer = api("rep").get(f"{path}?page=-1")
        assert answer.status_code == 400
        assert answer.json()["errors"] == {"page": ["No such filter."]}


def test_degrees_that_are_not_on_the_earth(api: Any, account: Account) -> None:
    body = {"account": account.pk, "outcome": "steady", "latitude": "200", "longitude": "-1000"}
    assert api("rep").post("/api/v1/visits/", body, format="json").json()["errors"] == {
        "latitude": ["A number between -90 and 90."],
        "longitude": ["A number between -180 and 180."],
    }


def test_an_account_is_lost_once(api: Any, account: Account) -> None:
    reason = LossReason.objects.first()
    assert reason is not None
    body = {"account": account.pk, "lost_on": "2026-01-05", "reason": reason.pk, "learned": "Ask earlier"}
    assert api("rep").post("/api/v1/losses/", body, format="json").status_code == 201
    again = api("rep").post("/api/v1/losses/", body, format="json")
    assert again.json()["errors"] == {"account": ["This account is marked as lost already."]}
