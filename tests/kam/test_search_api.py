"""The one box by API: what the page finds, of the kinds that a key may read."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Account, Visit
from integrations.services import api_key_create
from kam.search import KINDS
from kam.search_api import LISTS
from tests.accounts.make import contact_of
from tests.cast import Cast, make_account
from tests.pipeline.make import opportunity

PATH = "/api/v1/search/"


@pytest.fixture
def steel(cast: Cast, account: Account) -> Account:
    contact_of(account, "钢先生")
    opportunity(account, name="钢管 frame order")
    note = "They asked for 钢管 by May."
    Visit.objects.create(account=account, by=cast.rep, starts_at="2026-03-01T10:00Z", currency="CNY", summary=note)
    return account


def found(client: Any, typed: str, **more: str) -> dict[str, list[dict[str, Any]]]:
    answer = client.get(PATH, {"q": typed, **more})
    assert answer.status_code == 200, answer.content
    return {hits["kind"]: hits["rows"] for hits in answer.json()["found"]}


def keyed(cast: Cast, *scopes: str) -> APIClient:
    _key, secret = api_key_create(actor=cast.rep, user=cast.rep, name="x", scopes=scopes)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_it_finds_what_the_page_finds(steel: Account, api: Any, cast: Cast) -> None:
    told = found(api("rep"), "钢")
    assert list(told) == ["accounts", "contacts", "opportunities", "visits"]
    nothing = {"quote": "", "at": None, "person": None}
    assert told["accounts"] == [{"id": steel.pk, "name": steel.name, "account": steel.pk, **nothing}]
    assert {rows[0]["account"] for rows in told.values()} == {steel.pk}
    (visit,) = told["visits"]
    assert (visit["quote"], visit["person"], visit["name"]) == ("They asked for 钢管 by May.", cast.rep.pk, "")
    assert visit["at"] == api("rep").get(f"/api/v1/visits/{visit['id']}/").json()["starts_at"]


def test_one_kind_alone(steel: Account, api: Any) -> None:
    assert list(found(api("rep"), "钢管", kind="visits")) == ["visits"]


@pytest.mark.parametrize("name", ["outsider", "rival", "peer"])
def test_nothing_of_others_is_found(steel: Account, api: Any, name: str) -> None:
    assert found(api(name), "钢") == {}


def test_a_key_finds_the_kinds_that_it_may_read(steel: Account, cast: Cast) -> None:
    assert list(found(keyed(cast, "search:read", "visits:read", "contacts:read"), "钢")) == ["contacts", "visits"]
    alone = keyed(cast, "search:read").get(PATH, {"q": "钢"}).json()
    assert alone == {"searched": [], "found": []}
    assert len(keyed(cast).get(PATH, {"q": "钢"}).json()["searched"]) == len(KINDS)
    assert "notes" in keyed(cast, "search:read", "accounts:read").get(PATH, {"q": "钢"}).json()["searched"]


def test_a_key_without_the_scope_does_not_search(steel: Account, cast: Cast) -> None:
    refused = keyed(cast, "accounts:read").get(PATH, {"q": "钢"})
    assert (refused.status_code, refused.json()["detail"]) == (403, "This API key lacks the scope search:read.")


@pytest.mark.parametrize(
    "query", ["", "q=", "q=g", "q=%20", "q=ab&kind=people", "q=ab&page=2", f"q={'a' * 101}", "q=a%00b"]
)
def test_what_is_no_search_is_refused(cast: Cast, api: Any, query: str) -> None:
    assert api("rep").get(f"{PATH}?{query}").status_code == 400


def test_a_chinese_character_is_a_word(steel: Account, api: Any) -> None:
    assert len(found(api("rep"), "钢")) == 4


def test_more_than_a_few_are_in_the_list(cast: Cast, api: Any) -> None:
    for number in range(8):
        make_account(cast.rep, f"Ore {number}")
    (hits,) = api("rep").get(PATH, {"q": "ore"}).json()["found"]
    assert len(hits["rows"]) == 6
    assert len(api("rep").get(hits["more"]).json()["results"]) == 8


def test_every_kind_but_notes_has_its_list(api: Any, cast: Cast) -> None:
    assert {kind.key for kind in KINDS} - set(LISTS) == {"notes"}


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_at_any_number(cast: Cast, api: Any, django_assert_max_num_queries: Any, rows: int) -> None:
    for number in range(rows):
        opportunity(make_account(cast.rep, f"Ore {number}"), name="ore")
    client = api("rep")
    client.get(PATH, {"q": "ore"})
    with django_assert_max_num_queries(11):
        client.get(PATH, {"q": "ore"})
