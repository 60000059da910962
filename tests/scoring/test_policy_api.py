"""Versions of the tier policy by API: drafted, judged, two side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.models import TierPolicy
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
