"""/api/v1/tier-pins/: the page's rules, by API."""

from __future__ import annotations

import datetime as dt

import pytest

from foundation import clock
from journal.models import Event
from scoring.models import TierPin
from scoring.queries import pin_of
from scoring.services import pin_remove, pin_set
from tests.cast import make_account

PINS = "/api/v1/tier-pins/"
YES_NO = ["true", "false"]
QUERIES = 3


def pin(at, **fields) -> dict[str, object]:
    until = clock.today() + dt.timedelta(days=30)
    return {"account": at.pk, "tier": "gold", "reason": "new group deal", "expires_on": str(until), **fields}


def test_a_pin_by_api_is_the_one_of_the_page(sign_in, api, cast, account):
    client = api("manager")
    told = client.post(PINS, pin(account, reason="  new   group deal ")).json()
    assert (told["tier"], told["reason"], told["stands"], told["created_by"]) == (
        "gold", "new group deal", True, cast.manager.pk,
    )  # fmt: skip
    shown = sign_in("rep").get(f"/accounts/{account.pk}/tier/").context["pin"]
    assert (shown.pk, shown.tier, str(shown.expires_on)) == (told["id"], told["tier"], told["expires_on"])
    assert client.get(f"{PINS}{told['id']}/").json() == told


def test_another_one_ends_the_first(api, cast, account):
    client = api("manager")
    first, second = (client.post(PINS, pin(account, tier=tier)).json()["id"] for tier in ("gold", "iron"))
    ids = {word: [row["id"] for row in client.get(f"{PINS}?standing={word}").json()["results"]] for word in YES_NO}
    assert ids == {"true": [second], "false": [first]}


def test_one_that_ran_out_stands_no_more(api, cast, account):
    past = clock.today() - dt.timedelta(days=1)
    TierPin.objects.create(account=account, tier="gold", reason="x", expires_on=past)
    (row,) = api("rep").get(f"{PINS}?standing=false&account={account.pk}").json()["results"]
    assert (row["stands"], row["removed_at"]) == (False, None)
    assert pin_of(account) is None


def test_it_is_removed_with_a_reason_once(api, cast, account):
    row = pin_set(account, actor=cast.manager, **_fields(account))
    client = api("manager")
    told = client.post(f"{PINS}{row.pk}/remove/", {"reason": "fell  through"}).json()
    again = client.post(f"{PINS}{row.pk}/remove/", {"reason": "otherwise"}).json()
    assert (told["stands"], told["removed_because"]) == (False, "fell through")
    assert again == told
    assert Event.objects.get(verb="tier.unpinned").changes == {"tier": "gold", "reason": "fell through"}


def test_the_page_still_removes_without_one(cast, account):
    row = pin_remove(pin_set(account, actor=cast.manager, **_fields(account)), actor=cast.manager)
    assert (row.removed_at is not None, row.removed_because) == (True, "")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tier", "diamond"), ("tier", ""), ("reason", " "), ("reason", "x" * 301), ("expires_on", "1999-01-01"),
        ("expires_on", "2999-01-01"), ("expires_on", "soon"), ("account", 0), ("account", None),
        ("removed_because", "x"), ("stands", True),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(api, cast, account, field, typed):
    answer = api("manager").post(PINS, pin(account, **{field: typed}))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not TierPin.objects.exists()


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 301}])
def test_a_removal_says_why(api, cast, account, body):
    row = pin_set(account, actor=cast.manager, **_fields(account))
    answer = api("manager").post(f"{PINS}{row.pk}/remove/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["reason"])
    assert pin_of(account) == row


def test_who_does_not_lead_writes_nothing(api, cast, account):
    row = pin_set(account, actor=cast.manager, **_fields(account))
    for name, posted, removed in (("rep", 403, 403), ("rival", 400, 404)):
        client = api(name)
        assert client.post(PINS, pin(account, tier="iron")).status_code == posted
        assert client.post(f"{PINS}{row.pk}/remove/", {"reason": "no"}).status_code == removed
    assert TierPin.objects.get() == pin_of(account) == row


def test_the_same_key_pins_once(api, cast, account):
    client = api("manager")
    said = [client.post(PINS, pin(account), headers={"Idempotency-Key": "k1"}).json() for _ in range(2)]
    assert said[0] == said[1]
    assert TierPin.objects.count() == 1


@pytest.mark.parametrize("count", [2, 20])
def test_as_many_queries_at_any_size(api, cast, count, django_assert_num_queries):
    for number in range(count):
        account = make_account(cast.rep, f"Account {number}")
        pin_set(account, actor=cast.manager, **_fields(account))
    client = api("manager")
    client.get(PINS)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(PINS).json()["results"]) == count


def _fields(account) -> dict[str, object]:
    return {"tier": "gold", "reason": "new group deal", "expires_on": clock.today() + dt.timedelta(days=30)}
