"""The account list by profit: every account is in it, and an index gives the order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from accounts.filters import AccountFilter
from accounts.models import Account, PublishedProfit
from accounts.queries.account import for_list
from accounts.services import profit_rows_make
from tests.cast import make_account


@pytest.fixture
def three(cast) -> None:
    """One that earns, one that loses, one that nobody has rated."""
    for name, amount in (("Wins", 900), ("Loses", "-70.5")):
        PublishedProfit.objects.filter(account=make_account(cast.rep, name)).update(amount=Decimal(amount))
    make_account(cast.rep, "New")


@pytest.mark.parametrize(
    ("ordering", "expected"), [("profit", ["New", "Loses", "Wins"]), ("-profit", ["Wins", "Loses", "New"])]
)
def test_page_and_api_sort_by_profit(three, sign_in, api, ordering, expected):
    page = sign_in("rep").get(f"/accounts/?ordering={ordering}")
    assert [row.name for row in page.context["rows"]] == expected
    told = api("rep").get(f"/api/v1/accounts/?ordering={ordering}").json()
    assert [row["name"] for row in told["results"]] == expected


def test_cursors_go_through_everybody(three, api):
    client, names = api("rep"), []
    url = "/api/v1/accounts/?ordering=-profit&page_size=1"
    while url:
        told = client.get(url).json()
        names += [row["name"] for row in told["results"]]
        url = told["next"]
    assert names == ["Wins", "Loses", "New"]


def test_the_figure_leads_to_its_calculation(three, sign_in):
    body = sign_in("rep").get("/accounts/?ordering=-profit").content.decode()
    assert f'href="/accounts/{Account.objects.get(name="Wins").pk}/tier/"' in body
    assert "¥ 900" in body.replace("\xa0", " ")


def test_the_api_tells_the_profit_or_null(three, api):
    told = api("rep").get("/api/v1/accounts/?ordering=-profit").json()["results"]
    assert [row["profit"] for row in told] == ["900.00000000", "-70.50000000", None]


@pytest.mark.parametrize("ordering", ["profit", "-profit"])
def test_an_index_gives_the_order(three, ordering):
    rows = AccountFilter({"ordering": ordering}, queryset=for_list(Account.objects.all())).qs[:50]
    with connection.cursor() as cursor:
        # Three rows are read fastest whole and sorted; whether it could be otherwise is what is asked.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = rows.explain()
    assert "published_profit_order" in plan
    assert "Sort" not in plan


def test_accounts_loaded_without_triggers_get_their_rows(three):
    PublishedProfit.objects.filter(account__name="New").delete()
    profit_rows_make()
    assert PublishedProfit.objects.count() == 3
