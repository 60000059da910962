"""A page costs the same number of queries at ten rows and at two hundred."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.services import Past, opportunity_import
from tests.cast import make_account
from tests.pipeline.make import stage

MOST = {"/pipeline/": 15, "/pipeline/opportunities/": 13, "/reports/funnel/": 20, "/api/v1/opportunities/": 12,
        "/api/v1/funnel/": 20}  # fmt: skip
"""Of the list one is the badge of unread notices, which every page has."""
KEYS = ["leads", "prospect", "opportunity", "pipeline", "upside", "committed"]


def fill(cast, number: int) -> None:
    owners = [cast.rep, cast.peer, cast.manager]
    accounts = [make_account(owner, f"Works {number}") for owner in owners]
    rows = [
        Past(
            name=f"Deal {n}", amount=Decimal(n), owner=owners[n % 3], account=accounts[n % 3], stage=stage(KEYS[n % 6]),
            status="won" if n % 5 == 0 else "open",
        )
        for n in range(number)
    ]  # fmt: skip
    assert not opportunity_import(actor=cast.admin, rows=rows).refused


def count(client, url: str) -> int:
    """The second visit's queries: the first one makes the company's row."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", MOST)
def test_queries_do_not_grow(cast, sign_in, url):
    client = sign_in("manager")
    fill(cast, 10)
    few = count(client, url)
    fill(cast, 190)
    assert count(client, url) == few <= MOST[url]


def test_a_board_of_500_open_ones_is_within_100_kb_and_15_queries(cast, sign_in):
    fill(cast, 625)
    client = sign_in("manager")
    page = client.get("/pipeline/", headers={"accept-encoding": "gzip"})
    assert page.context["board"].count == 500
    assert len(page.content) <= 100_000
    assert count(client, "/pipeline/") <= 15


def test_an_opportunity_with_a_long_history_costs_no_more(cast, sign_in, account):
    from tests.pipeline.make import move, opportunity

    client, row = sign_in("rep"), opportunity(account)
    few = count(client, f"/pipeline/{row.pk}/")
    for key in KEYS * 3:
        row = move(row, key)
    assert count(client, f"/pipeline/{row.pk}/") == few <= 12
