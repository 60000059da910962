"""What lists can be narrowed and sorted by, the same for page and API; what is not known is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Visit
from foundation import clock
from tests.cast import make_account, make_team

from .make import contact_of


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


@pytest.fixture
def accounts(cast):
    make_account(
        cast.rep,
        "Alpha",
        tier="gold",
        industry="Steel",
        last_visit_on=ago(10),
        next_step_on=ago(-3),
        value_level="company",
    )
    make_account(
        cast.rep, "Beta", tier="platinum", industry="Food", last_visit_on=ago(90), stage="key", covered_by="remote"
    )
    make_account(cast.peer, "Gamma", tier="lead", external_id="K3", next_step_on=ago(2))
    make_account(cast.peer, "Delta", archived_at=timezone.now(), last_visit_on=ago(400))


@pytest.fixture
def names(api, sign_in, accounts):
    """`names("tier=gold")` → names that the API gives for it, checked against the page's."""

    def _names(query: str) -> list[str]:
        rows = api("manager").get(f"/api/v1/accounts/?{query}").json()["results"]
        body = sign_in("manager").get(f"/accounts/?{query}", headers={"HX-Request": "true"}).content.decode()
        found = [row["name"] for row in rows]
        assert {name for name in ("Alpha", "Beta", "Gamma", "Delta") if f"<bdi>{name}</bdi>" in body} == set(found)
        return found

    return _names


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alpha", "Beta", "Gamma"]),
        ("tier=gold", ["Alpha"]),
        ("tier=unrated&archived=all", ["Delta"]),
        ("industry=steel", ["Alpha"]),
        ("stage=key", ["Beta"]),
        ("external_id=K3", ["Gamma"]),
        ("value_level=company", ["Alpha"]),
        ("covered_by=remote", ["Beta"]),
        ("covered_by=remote&value_level=company", []),
        ("overdue=true", ["Beta"]),
        ("overdue=false", ["Alpha", "Gamma"]),
        ("archived=yes", ["Delta"]),
        ("archived=all", ["Alpha", "Beta", "Delta", "Gamma"]),
        ("q=alp", ["Alpha"]),
        ("q=alp&tier=lead", []),
    ],
)
def test_accounts_are_narrowed(names, query, expected):
    assert sorted(names(query)) == expected


def test_accounts_by_owner_and_days(names, cast):
    assert sorted(names(f"owner={cast.peer.pk}")) == ["Gamma"]
    assert sorted(names(f"last_visit_after={ago(30)}")) == ["Alpha"]
    assert sorted(names(f"last_visit_before={ago(30)}")) == ["Beta"]


def test_a_team_includes_those_below_it(api, cast):
    below = make_team("North-East", cast.north)
    make_account(cast.rep, "Deep", team=below)
    found = api("director").get(f"/api/v1/accounts/?team={cast.north.pk}").json()["results"]
    assert [row["name"] for row in found] == ["Deep"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("name", ["Alpha", "Beta", "Gamma"]),
        ("-name", ["Gamma", "Beta", "Alpha"]),
        ("tier", ["Beta", "Alpha", "Gamma"]),
        ("-tier", ["Gamma", "Alpha", "Beta"]),
        ("last_visit", ["Gamma", "Beta", "Alpha"]),
        ("-last_visit", ["Alpha", "Beta", "Gamma"]),
        ("next_step", ["Gamma", "Alpha", "Beta"]),
    ],
)
def test_accounts_are_sorted(names, ordering, expected):
    assert names(f"ordering={ordering}") == expected


@pytest.mark.parametrize(
    "query",
    [
        "ordering=owner__password",
        "ordering=id",
        "colour=red",
        "owner__password=x",
        "name__startswith=A",
        "tier=diamond",
        "overdue=perhaps",
        "last_visit_after=yesterday",
        "owner=x",
        "owner=99999999999999999999",
        "page_size=0",
        "page_size=201",
        "page_size=1000000000",
        "page_size=-1",
        "cursor=x",
        f"q={'x' * 101}",
    ],
)
def test_what_is_not_known_is_refused(api, query):
    assert api("rep").get(f"/api/v1/accounts/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["colour=red", "page=-1", "page=0", "page=99999999999999999999", "page=x"])
def test_the_page_refuses_it_too(sign_in, query):
    assert sign_in("rep").get(f"/accounts/?{query}").status_code == 400


def test_a_value_that_cannot_be_shows_an_error_and_no_rows(sign_in, account):
    response = sign_in("rep").get("/accounts/?tier=diamond")
    assert response.status_code == 200
    assert account.name not in response.content.decode()


def test_contacts_are_narrowed(api, account):
    contact_of(account, "A", roles=("user", "purchaser"))
    contact_of(account, "B", roles=("purchaser",), archived_at=timezone.now())

    def found(query: str) -> list[str]:
        return [row["name"] for row in api("rep").get(f"/api/v1/contacts/?{query}").json()["results"]]

    assert found("role=user") == ["A"]
    assert found("role=purchaser") == ["A"]
    assert found("role=purchaser&archived=all&ordering=-name") == ["B", "A"]
    assert found(f"account={account.pk}&q=a") == ["A"]


def test_visits_are_narrowed(api, cast, account):
    now = timezone.now()
    contact = contact_of(account)
    old = Visit.objects.create(account=account, by=cast.rep, starts_at=now - dt.timedelta(days=9), currency="CNY")
    due = Visit.objects.create(
        account=account, by=cast.peer, starts_at=now, currency="CNY", next_step="Call", next_step_on=ago(0),
        channel="phone", outcome="setback",
    )  # fmt: skip
    old.contacts.add(contact)

    def found(query: str) -> list[int]:
        return [row["id"] for row in api("manager").get(f"/api/v1/visits/?{query}").json()["results"]]

    assert found("") == [due.pk, old.pk]
    assert found("ordering=starts_at") == [old.pk, due.pk]
    assert found(f"contact={contact.pk}") == found(f"until={ago(8)}") == found("open_step=false") == [old.pk]
    assert found(f"by={cast.peer.pk}") == found(f"since={ago(1)}") == found("open_step=true") == [due.pk]
    assert found("channel=phone") == found("outcome=setback") == [due.pk]
    assert found("state=planned") == found("since=9999-12-31") == found("until=0001-01-01") == []
    assert len(found("until=9999-12-31")) == len(found("since=0001-01-01")) == 2
