from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from accounts.models import Account, Visit
from accounts.queries.visit import telling
from tests.accounts.make import contact_of
from tests.cast import Cast, make_account
from tests.pipeline.make import opportunity


def found(client: Any, typed: str) -> dict[str, list[str]]:
    """By kind what is found, as its rows call themselves."""
    hits = client.get("/search/", {"q": typed}).context["hits"]
    return {hit.kind.row: [str(row[0] if hit.kind.row == "visit" else row) for row in hit.rows] for hit in hits}


@pytest.fixture
def steel(cast: Cast, account: Account) -> Account:
    contact_of(account, "钢先生")
    opportunity(account, name="钢管 frame order")
    note = "They asked for 钢管 by Ｍay."
    Visit.objects.create(account=account, by=cast.rep, starts_at="2026-03-01T10:00Z", currency="CNY", summary=note)
    return account


def test_one_box_finds_every_kind(steel: Account, sign_in: Any) -> None:
    assert list(found(sign_in("rep"), "钢")) == ["account", "contact", "opportunity", "visit"]
    assert list(found(sign_in("rep"), "钢管")) == ["opportunity", "visit"]
    assert list(found(sign_in("rep"), "gang")) == ["account", "contact", "opportunity"]


def test_a_single_letter_is_no_search(steel: Account, sign_in: Any) -> None:
    assert "hits" not in sign_in("rep").get("/search/?q=g").context


def test_notes_are_found_however_they_are_written(steel: Account, sign_in: Any) -> None:
    assert list(found(sign_in("rep"), "ASKED may")) == ["visit"]


def test_nothing_of_others_is_found(steel: Account, sign_in: Any) -> None:
    assert found(sign_in("outsider"), "钢管") == found(sign_in("outsider"), "gang") == {}


def test_whose_name_begins_so_comes_first(cast: Cast, sign_in: Any) -> None:
    for name in ("Alpine Ore", "Orem Glass", "North Ore"):
        make_account(cast.rep, name)
    assert found(sign_in("rep"), "ore")["account"] == ["Orem Glass", "Alpine Ore", "North Ore"]


def test_each_is_told_by_its_name_and_leads_to_it(steel: Account, sign_in: Any) -> None:
    page = sign_in("rep").get("/search/?q=钢").content.decode()
    for told in (steel.name, "钢先生", "钢管 frame order", f'href="/accounts/{steel.pk}/"'):
        assert told in page


def test_what_is_found_stands_within_its_sentence(steel: Account, sign_in: Any) -> None:
    page = sign_in("rep").get("/search/", {"q": "钢管"}).content.decode()
    assert "They asked for <mark>钢管</mark> by" in page


def test_more_than_a_few_are_in_the_list(cast: Cast, sign_in: Any) -> None:
    for number in range(8):
        make_account(cast.rep, f"Ore {number}")
    (hit,) = sign_in("rep").get("/search/", {"q": "ore"}).context["hits"]
    assert (len(hit.rows), hit.more_url) == (6, "/accounts/")


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_at_any_number(
    cast: Cast, sign_in: Any, django_assert_max_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        opportunity(make_account(cast.rep, f"Ore {number}"), name="ore")
    client = sign_in("rep")
    client.get("/search/?q=ore")
    with django_assert_max_num_queries(7):
        client.get("/search/?q=ore")


def test_notes_are_found_through_their_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = telling(Visit.objects.order_by(), "钢管").explain()
    assert "visit_search" in plan


def test_the_visits_list_is_narrowed_by_words(steel: Account, sign_in: Any, api: Any) -> None:
    assert len(sign_in("rep").get("/visits/?q=钢管").context["rows"]) == 1
    assert api("rep").get("/api/v1/visits/?q=nothing-of-it").json()["results"] == []


class TestRecentlySeen:
    def recent(self, client: Any) -> list[str]:
        return [str(row) for _kind, row in client.get("/search/").context["recent"]]

    def test_the_last_one_comes_first_and_once(self, cast: Cast, sign_in: Any) -> None:
        one, two = make_account(cast.rep, "One"), make_account(cast.rep, "Two")
        client = sign_in("rep")
        for row in (one, two, one):
            client.get(row.get_absolute_url())
        assert self.recent(client) == ["One", "Two"]

    def test_what_one_may_no_longer_see_is_not_told(self, cast: Cast, account: Account, sign_in: Any) -> None:
        client = sign_in("rep")
        client.get(account.get_absolute_url())
        Account.objects.filter(pk=account.pk).update(owner=cast.outsider, team=cast.south)
        assert self.recent(client) == []

    def test_the_next_person_at_the_browser_sees_nothing_of_it(self, cast: Cast, account: Account, client: Any) -> None:
        client.force_login(cast.rep)
        client.get(account.get_absolute_url())
        client.force_login(cast.manager)
        assert self.recent(client) == []

    @pytest.mark.parametrize("cookie", ["", "x", "1:account-1", "0:account-", "9" * 4000])
    def test_a_cookie_that_is_none_is_forgotten(self, sign_in: Any, cookie: str) -> None:
        client = sign_in("rep")
        client.cookies["kam_seen"] = cookie
        assert self.recent(client) == []
