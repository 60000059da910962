"""Pins through the API: what the page sets and shows, by the same rules."""

from __future__ import annotations

import datetime as dt

import pytest

from foundation import clock
from journal.models import Event
from scoring.models import TierPin
from scoring.queries import pin_of
from scoring.services import pin_set
from tests.cast import make_account

PINS = "/api/v1/tier-pins/"


def until(days: int = 30) -> str:
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def put(client, pinned, **fields):
    body = {"account": pinned.pk, "tier": "gold", "reason": "new group deal", "expires_on": until(), **fields}
    return client.post(PINS, body, format="json")


def test_one_set_is_the_one_that_the_page_shows(api, sign_in, cast, account):
    answer = put(api("manager"), account)
    shown = sign_in("manager").get(f"/accounts/{account.pk}/pin/").context["pin"]
    told = answer.json()
    assert (answer.status_code, told["id"], told["created_by"]) == (201, shown.pk, cast.manager.pk)
    assert (told["tier"], told["reason"], told["expires_on"], told["removed_at"]) == (
        shown.tier,
        shown.reason,
        shown.expires_on.isoformat(),
        None,
    )


def test_another_ends_the_one_before(api, account):
    client = api("manager")
    first, second = put(client, account).json()["id"], put(client, account, tier="platinum").json()["id"]
    assert client.get(f"{PINS}{first}/").json()["removed_at"]
    assert [row["id"] for row in client.get(f"{PINS}?standing=true").json()["results"]] == [second]
    assert [row["id"] for row in client.get(f"{PINS}?standing=false").json()["results"]] == [first]


def test_removed_once_and_told_once(api, account):
    client = api("manager")
    address = f"{PINS}{put(client, account).json()['id']}/remove/"
    why = {"reason": "x"}
    gone = client.post(address, why, format="json").json()["removed_at"]
    assert gone
    assert client.post(address, why, format="json").json()["removed_at"] == gone
    assert pin_of(account) is None
    assert Event.objects.filter(verb="tier.unpinned").count() == 1
    assert client.post(address, {**why, "why": "x"}, format="json").status_code == 400


def test_a_removal_keeps_why(api, account):
    client = api("manager")
    address = f"{PINS}{put(client, account).json()['id']}/remove/"
    for wrong in (" ", "x" * 301, None):
        answer = client.post(address, {"reason": wrong}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["reason"])
    assert client.post(address).status_code == 400
    assert pin_of(account) is not None
    assert client.post(address, {"reason": "fell  through"}, format="json").json()["removed_because"] == "fell through"
    assert client.post(address, {"reason": "otherwise"}, format="json").json()["removed_because"] == "fell through"
    assert Event.objects.get(verb="tier.unpinned").changes == {"tier": "gold", "reason": "fell through"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tier", "diamond"),
        ("reason", " "),
        ("expires_on", "2020-01-01"),
        ("expires_on", "2999-01-01"),
        ("expires_on", "soon"),
        ("account", 0),
        ("removed_at", "2026-01-01"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(api, account, field, value):
    answer = put(api("manager"), account, **{field: value})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not TierPin.objects.exists()


@pytest.mark.parametrize(("who", "setting", "removing"), [("rep", 403, 403), ("outsider", 400, 404)])
def test_who_may_not_changes_nothing(api, cast, account, who, setting, removing):
    pin = pin_set(account, actor=cast.manager, tier="gold", reason="x", expires_on=clock.today())
    events = Event.objects.count()
    assert put(api(who), account).status_code == setting
    assert api(who).post(f"{PINS}{pin.pk}/remove/", {"reason": "x"}, format="json").status_code == removing
    assert (list(TierPin.objects.values_list("pk", "removed_at")), Event.objects.count()) == ([(pin.pk, None)], events)


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_as_much_at_any_size(api, cast, count, django_assert_num_queries):
    for number in range(count):
        pin_set(
            make_account(cast.rep, f"A{number}"), actor=cast.manager, tier="gold", reason="x", expires_on=clock.today()
        )
    client = api("manager")
    client.get(PINS)
    with django_assert_num_queries(3):
        assert len(client.get(PINS).json()["results"]) == count
