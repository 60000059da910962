"""Contracts on pages, in the API, as files."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from dossier.models import Contract
from foundation import clock
from tests.dossier.make import DAY, contract_of, ending

pytestmark = pytest.mark.django_db


def test_the_account_page_shows_what_runs(account, sign_in):
    contract_of(account, title="Frame <b>2026</b>")
    contract_of(account, title="Old one", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31))
    page = sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()
    assert "Frame &lt;b&gt;2026&lt;/b&gt;" in page
    assert "Old one" not in page


def test_my_day_asks_for_a_decision_and_the_page_takes_it(account, sign_in):
    contract = ending(account, title="Press frame")
    rep = sign_in("rep")
    assert "Press frame" in rep.get("/").content.decode()
    assert "Let it run out" in rep.get(f"/contracts/{contract.pk}/").content.decode()
    rep.post(f"/contracts/{contract.pk}/settle/", {"version": 1})
    assert "Press frame" not in rep.get("/").content.decode()


def test_the_list_is_narrowed_and_sorted_in_the_database(account, sign_in):
    contract_of(account, title="Long", ends_on=clock.today() + 900 * DAY, value=5)
    contract_of(account, title="Endless", ends_on=None)
    ending(account, title="Soon", value=9)
    rep = sign_in("rep")

    def titles(query):
        return [row.title for row in rep.get(f"/reports/contracts/?{query}").context["rows"]]

    assert titles("") == ["Soon", "Long", "Endless"]
    assert titles("state=ending") == ["Soon"]
    assert titles("undecided=true&state=running") == ["Long"]
    assert titles("ordering=-value") == ["Soon", "Long", "Endless"]
    assert titles("ordering=value") == ["Long", "Soon", "Endless"]
    assert titles("q=endl") == ["Endless"]
    assert rep.get("/reports/contracts/").context["waiting"] == 1


def test_two_edits_on_the_page_are_shown_side_by_side(account, sign_in):
    contract = contract_of(account)
    said = {
        "title": "Mine", "kind": "frame", "starts_on": "2026-01-01", "notice_days": 0, "renewal_months": 12,
        "owner": account.owner.pk, "version": 1,
    }  # fmt: skip
    rep = sign_in("rep")
    assert rep.post(f"/contracts/{contract.pk}/edit/", said).status_code == 302
    again = rep.post(f"/contracts/{contract.pk}/edit/", {**said, "title": "Theirs"})
    assert again.status_code == 412
    assert "Mine" in again.content.decode()


def test_a_renewal_begins_with_what_is_there(account, sign_in):
    contract = contract_of(account, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 12, 31), value=100)
    page = sign_in("rep").get(f"/contracts/{contract.pk}/renew/").content.decode()
    assert 'value="2027-01-01"' in page
    assert 'value="2028-12-31"' in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"value": "NaN"}, "value"),
        ({"value": "1.005"}, "value"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"notice_days": -1}, "notice_days"),
        ({"title": "x" * 201}, "title"),
        ({"state": "ended"}, "state"),
        ({"kind": "marriage"}, "kind"),
    ],
)
def test_the_api_refuses_shapes_by_their_field(account, api, said, field):
    body = {"account": account.pk, "title": "Frame", "starts_on": "2026-01-01", **said}
    answer = api("rep").post("/api/v1/contracts/", body, format="json")
    assert (answer.status_code, field in answer.json()["errors"]) == (400, True)
    assert not Contract.objects.exists()


def test_the_api_takes_a_contract_through_its_life(account, api):
    rep = api("rep")
    body = {"account": account.pk, "title": "Frame", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    row = rep.post("/api/v1/contracts/", body, format="json").json()
    assert (row["state"], row["decide_by"], row["rate"]) == ("draft", "2026-12-31", "1.00000000")
    path = f"/api/v1/contracts/{row['id']}/"
    row = rep.patch(path, {"signed_on": "2026-01-01", "version": 1}, format="json").json()
    assert row["state"] in {"ending", "running", "ended"}
    assert rep.patch(path, {"title": "Old"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    after = rep.post(f"{path}renew/", {"version": 2}, format="json")
    assert (after.status_code, after.json()["follows"]) == (201, row["id"])
    assert rep.get(path).json()["successor"] == after.json()["id"]
    end = {"version": 3, "terminated_on": "2026-06-30", "end_note": "They moved"}
    assert rep.post(f"{path}terminate/", end, format="json").json()["terminated_on"] == "2026-06-30"


@pytest.mark.parametrize("n", [2, 12])
def test_the_list_asks_as_often_for_many(account, sign_in, django_assert_max_num_queries, n):
    for number in range(n):
        ending(account, number + 1)
    client: Client = sign_in("rep")
    client.get("/reports/contracts/")
    with django_assert_max_num_queries(14):
        client.get("/reports/contracts/")
