"""Cursor pages: every row once, whatever the order, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account, Visit
from tests.cast import make_account

ORDERS = ["name", "-name", "tier", "-tier", "last_visit", "-last_visit", "next_step", "-next_step", ""]


@pytest.fixture
def accounts(cast):
    """Many ties and many empty values in every column of the order."""
    today = dt.date(2026, 1, 1)
    return [
        make_account(
            cast.rep,
            f"Name {number % 3}",
            tier=["gold", "", "lead"][number % 3],
            last_visit_on=[None, today, today + dt.timedelta(days=number)][number % 3],
            next_step_on=[today, None][number % 2],
        )
        for number in range(23)
    ]


def walk(client, url: str, link: str = "next") -> list[list[int]]:
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([row["id"] for row in body["results"]])
        url = body[link]
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize("ordering", ORDERS)
@pytest.mark.parametrize("size", [1, 4, 23])
def test_every_row_once_and_in_order(api, accounts, ordering, size):
    client, query = api("rep"), f"ordering={ordering}" if ordering else "archived=all"
    pages = walk(client, f"/api/v1/accounts/?{query}&page_size={size}")
    whole = [row["id"] for row in client.get(f"/api/v1/accounts/?{query}&page_size=200").json()["results"]]
    assert [row for page in pages for row in page] == whole
    assert sorted(whole) == sorted(account.pk for account in accounts)


@pytest.mark.parametrize("ordering", ["name", "-last_visit", "tier"])
def test_back_the_same_way(api, accounts, ordering):
    client = api("rep")
    url = f"/api/v1/accounts/?ordering={ordering}&page_size=4"
    forth = walk(client, url)
    while following := client.get(url).json()["next"]:
        url = following
    assert walk(client, url, "previous")[::-1] == forth


def test_the_first_page_has_nothing_before_it(api, accounts):
    assert api("rep").get("/api/v1/accounts/?page_size=4").json()["previous"] is None


def test_a_row_that_comes_in_between_shifts_nothing(api, cast, accounts):
    client = api("rep")
    first = client.get("/api/v1/accounts/?ordering=name&page_size=4").json()
    make_account(cast.rep, "Aaa, before all others")
    second = client.get(first["next"]).json()
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}


def test_a_cursor_of_another_order_is_refused(api, accounts):
    client = api("rep")
    url = client.get("/api/v1/accounts/?ordering=name&page_size=4").json()["next"]
    assert client.get(url.replace("ordering=name", "ordering=tier")).status_code == 400


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "W1tdLFtdLDBd", "%00", "🙂", "W1siLWlkIl0sIFsieCJdLCAwXQ"])
def test_no_such_cursor(api, accounts, cursor):
    assert api("rep").get(f"/api/v1/accounts/?cursor={cursor}").status_code == 400


def test_a_cursor_opens_no_other_door(api, cast, accounts, foreign):
    url = api("rep").get("/api/v1/accounts/?page_size=4").json()["next"]
    assert {row["id"] for row in api("outsider").get(url).json()["results"]} <= {foreign.pk}


def test_moments_keep_their_microseconds(api, cast, account):
    at = timezone.now()
    rows = [
        Visit(account=account, by=cast.rep, starts_at=at + dt.timedelta(microseconds=n // 2), currency="CNY")
        for n in range(9)
    ]
    Visit.objects.bulk_create(rows)
    pages = walk(api("rep"), "/api/v1/visits/?ordering=starts_at&page_size=2")
    assert [row for page in pages for row in page] == list(
        Visit.objects.order_by("starts_at", "pk").values_list("pk", flat=True)
    )


def test_the_list_is_as_long_as_the_table(api, accounts):
    assert len(api("rep").get("/api/v1/accounts/?page_size=200").json()["results"]) == Account.objects.count()
