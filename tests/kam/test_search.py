from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from accounts.models import Account, Visit
from care.services import complaint_open
from dossier import services as dossier
from foundation import clock, first_found
from kam.search import complaints, contracts, expectations, notes, visits
from tests.accounts.make import contact_of
from tests.cast import Cast, make_account
from tests.pipeline.make import opportunity


def found(client: Any, typed: str) -> dict[str, list[str]]:
    """By kind what is found, as its rows call themselves."""
    hits = client.get("/search/", {"q": typed}).context["hits"]
    kinds = {hit.kind: [str(row.row if hit.kind.said else row) for row in hit.rows] for hit in hits}
    return {kind.row if kind.row != "note" else str(kind.title).lower(): rows for kind, rows in kinds.items()}


@pytest.fixture
def steel(cast: Cast, account: Account) -> Account:
    contact_of(account, "钢先生")
    opportunity(account, name="钢管 frame order")
    note = "They asked for 钢管 by Ｍay."
    Visit.objects.create(account=account, by=cast.rep, starts_at="2026-03-01T10:00Z", currency="CNY", summary=note)
    return account


def test_one_box_finds_every_kind(steel: Account, sign_in: Any) -> None:
    assert list(found(sign_in("rep"), "钢")) == ["account", "contact", "opportunity", "visits"]
    assert list(found(sign_in("rep"), "钢管")) == ["opportunity", "visits"]
    assert list(found(sign_in("rep"), "gang")) == ["account", "contact", "opportunity"]


def test_a_single_letter_is_no_search(steel: Account, sign_in: Any) -> None:
    assert "hits" not in sign_in("rep").get("/search/?q=g").context


def test_notes_are_found_however_they_are_written(steel: Account, sign_in: Any) -> None:
    assert list(found(sign_in("rep"), "ASKED may")) == ["visits"]


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
    with django_assert_max_num_queries(11):
        client.get("/search/?q=ore")


@pytest.fixture
def written(cast: Cast, steel: Account) -> Account:
    """The same word in everything that can be written about an account."""
    rep, today = cast.rep, clock.today()
    Account.objects.filter(pk=steel.pk).update(notes="They roll 冷轧 strip")
    complaint_open(actor=rep, account=steel, text="The 冷轧 strip is bent", level=1)
    dossier.contract_add(actor=rep, account=steel, title="Frame", notes="For 冷轧 only", starts_on=today)
    dossier.expectation_add(actor=rep, account=steel, text="冷轧 within a week")
    return steel


def test_what_is_written_about_an_account_is_found(written: Account, sign_in: Any) -> None:
    kinds = ["notes on accounts", "complaints", "contracts", "expectations"]
    assert list(found(sign_in("rep"), "冷轧")) == kinds
    for name, seen in (("manager", kinds), ("outsider", []), ("rival", []), ("peer", [])):
        assert list(found(sign_in(name), "冷轧")) == seen, name
    page = sign_in("rep").get("/search/", {"q": "冷轧"}).content.decode()
    assert page.count("<mark>冷轧</mark>") == 4


@pytest.mark.parametrize("address", ["/reports/complaints/", "/reports/contracts/", "/reports/expectations/"])
def test_their_lists_are_narrowed_by_the_same_words(written: Account, sign_in: Any, address: str) -> None:
    for typed, count in (("冷轧", 1), ("热轧", 0), (written.name[:2], 1)):
        assert len(sign_in("rep").get(address, {"q": typed}).context["rows"]) == count, typed


@pytest.mark.parametrize(
    ("search", "index"),
    [
        (visits, "visit_search"),
        (notes, "account_notes_search"),
        (complaints, "complaint_search"),
        (contracts, "contract_search"),
        (expectations, "expectation_search"),
    ],
)
def test_notes_are_found_through_their_index(cast: Cast, search: Any, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = search(cast.admin, "钢管").explain()
    assert index in plan


@pytest.mark.parametrize(("walked", "read"), [(2, 100), (0, 100), (2, 1)])
def test_the_first_are_the_same_whichever_way_they_are_found(
    cast: Cast, sign_in: Any, monkeypatch: pytest.MonkeyPatch, walked: int, read: int
) -> None:
    """A word of the first rows in order, of rows behind them, of more rows than are read."""
    for number in range(9):
        make_account(cast.rep, f"A{number} Ore" if number % 3 else f"Ore {number}")
    monkeypatch.setattr(first_found, "WALKED", walked)
    monkeypatch.setattr(first_found, "READ", read)
    rows = found(sign_in("rep"), "ore")["account"]
    assert rows[:3] == ["Ore 0", "Ore 3", "Ore 6"]
    assert len(rows) == (6 if read > 1 else 5)
    assert rows[3:] == ["A1 Ore", "A2 Ore", "A4 Ore"][: len(rows) - 3]


def test_a_name_in_chinese_comes_first_too(cast: Cast, sign_in: Any) -> None:
    for name in ("Alpine 上海", "上海钢铁"):
        make_account(cast.rep, name)
    assert found(sign_in("rep"), "上海")["account"] == ["上海钢铁", "Alpine 上海"]


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
        assert f'href="{one.get_absolute_url()}"' in client.get("/search/").content.decode()

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
