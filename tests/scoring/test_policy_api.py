"""Versions of the tier policy by API: drafted, judged, two side by side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from scoring.models import TierPolicy
from scoring.queries.nights import company_now
from scoring.services import what_if_now
from tests.scoring.make import earners, night

POLICIES = "/api/v1/tier-policies/"


@pytest.fixture
def drafted(cast, api) -> TierPolicy:
    earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    night()
    answer = api("manager").post(POLICIES, {"platinum_share": "0", "reason": "no platinum"}, format="json")
    assert answer.status_code == 201
    return TierPolicy.objects.get(version=answer.json()["version"])


def test_a_draft_takes_over_what_it_does_not_say(drafted):
    assert (drafted.state, drafted.platinum_share, drafted.loyal_months) == ("draft", 0, 6)


def test_who_would_move(api, drafted):
    client = api("manager")
    assert client.get(f"{POLICIES}2/what-if/").json()["judged_at"] is None
    what_if_now(drafted)
    told = client.get(f"{POLICIES}2/what-if/").json()
    (shift,) = told["moving"]
    assert (shift["before"], shift["after"], shift["accounts"], shift["visits"]) == ("platinum", "gold", 1, 0)
    assert Decimal(shift["profit"]) == 100
    assert (told["stale"], told["state"]) == ([], "done")
    assert client.post(f"{POLICIES}2/what-if/").json()["state"] == "queued"


def test_two_versions_side_by_side(api, drafted):
    client = api("manager")
    what_if_now(TierPolicy.objects.get(version=1))
    assert [side["known"] for side in client.get(f"{POLICIES}2/beside/1/").json()["sides"]] == [False, True]
    what_if_now(drafted)
    told = client.get(f"{POLICIES}2/beside/1/").json()
    assert (told["differing"], told["disagree"]) == (["platinum_share"], 1)
    assert [side["outcomes"][0]["accounts"] for side in told["sides"]] == [0, 1]


@pytest.mark.parametrize(
    "wrong",
    [{"gold_share": "0.1"}, {"slim_margin": "NaN"}, {"buffer": "1.5"}, {"weight_share": -1}, {"state": "active"}],
)
def test_values_that_cannot_be_are_refused(cast, api, wrong):
    assert api("manager").post(POLICIES, wrong, format="json").status_code == 400
    assert TierPolicy.objects.count() == 1


def test_nobody_has_asked_yet(cast, api):
    assert api("manager").get(f"{POLICIES}1/what-if/").status_code == 404


def activate(client, what: dict, *, revision: int = 1):
    return client.post(f"{POLICIES}2/activate/", what, format="json", headers={"If-Match": f'"{revision}"'})


def change(client, what: dict, *, revision: int):
    return client.patch(f"{POLICIES}2/", what, format="json", headers={"If-Match": f'"{revision}"'})


def test_a_draft_is_changed_by_the_revision_that_was_read(api, drafted):
    client = api("manager")
    read = client.get(f"{POLICIES}2/")
    answer = change(client, {"patience": 4}, revision=int(read.headers["ETag"].strip('"')))
    assert (answer.status_code, answer.json()["patience"], answer.headers["ETag"]) == (200, 4, '"2"')
    drafted.refresh_from_db()
    assert (drafted.patience, drafted.platinum_share, drafted.revision) == (4, 0, 2)


def test_a_stale_edit_of_a_draft_shows_both(api, drafted):
    client = api("manager")
    change(client, {"patience": 4}, revision=1)
    answer = change(client, {"patience": 5}, revision=1)
    assert (answer.status_code, answer.json()["current"]["patience"]) == (412, 4)
    assert client.patch(f"{POLICIES}2/", {"patience": 5}, format="json").status_code == 428


@pytest.mark.parametrize("wrong", [{"gold_share": "-1"}, {"slim_margin": "Infinity"}, {"state": "active"}, {"x": 1}])
def test_an_edit_that_cannot_be_changes_nothing(api, drafted, wrong):
    assert change(api("manager"), wrong, revision=1).status_code == 400
    drafted.refresh_from_db()
    assert drafted.revision == 1


def test_only_a_draft_is_changed(api, drafted):
    answer = api("manager").patch(f"{POLICIES}1/", {"patience": 5}, format="json", headers={"If-Match": '"1"'})
    assert answer.status_code == 400


def test_a_draft_is_put_in_force_with_a_reason(api, drafted, cast):
    client = api("manager")
    assert activate(client, {"reason": " "}).status_code == 400
    told = activate(client, {"reason": "fewer at the top"}).json()
    assert (told["state"], told["reason"], told["activated_by"]) == ("active", "fewer at the top", cast.manager.pk)
    assert client.get(f"{POLICIES}1/").json()["state"] == "retired"
    assert activate(client, {"reason": "once more"}).status_code == 400


def test_a_draft_that_somebody_changed_meanwhile_is_not_put_in_force(api, drafted):
    client = api("manager")
    change(client, {"patience": 4}, revision=1)
    answer = activate(client, {"reason": "as I saw it"}, revision=1)
    assert (answer.status_code, answer.json()["current"]["patience"]) == (412, 4)
    assert client.post(f"{POLICIES}2/activate/", {"reason": "whatever it is"}, format="json").status_code == 428
    drafted.refresh_from_db()
    assert (drafted.state, drafted.reason) == ("draft", "no platinum")


def test_a_version_that_waits_for_its_day_is_taken_back(api, drafted):
    client, day = api("manager"), (company_now().date() + dt.timedelta(days=3)).isoformat()
    told = activate(client, {"reason": "next week", "starts_on": day}).json()
    assert (told["state"], told["starts_on"]) == ("scheduled", day)
    back = client.post(f"{POLICIES}2/take-back/").json()
    assert (back["state"], back["starts_on"], back["activated_by"]) == ("draft", None, None)
    assert client.post(f"{POLICIES}2/take-back/").status_code == 400


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "soon"])
def test_a_day_that_cannot_be(api, drafted, day):
    answer = activate(api("manager"), {"reason": "x", "starts_on": day})
    assert (answer.status_code, "starts_on" in answer.json()["errors"]) == (400, True)
