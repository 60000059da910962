"""What board, list and funnel add up to for each role, against SQL written without the product's own rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from pipeline.models import Opportunity

WHO = ["rep", "peer", "manager", "director", "outsider", "rival", "admin"]
TEAMS = {
    "rep": [], "peer": [], "outsider": [],
    "manager": ["north"], "rival": ["south"], "director": ["hq", "north", "south"],
}  # fmt: skip
SHARED = {
    "rep": ["north"], "peer": ["north"], "manager": ["north"],
    "outsider": ["south"], "rival": ["south"], "director": ["hq", "north", "south"],
}  # fmt: skip
SQL = """
    SELECT o.id, o.status, o.amount * o.rate, s.probability
    FROM pipeline_opportunity o
    JOIN pipeline_stage s ON s.id = o.stage_id
    LEFT JOIN accounts_account a ON a.id = o.account_id
    WHERE CASE WHEN a.id IS NULL
        THEN o.owner_id = %(me)s OR o.team_id = ANY(%(teams)s::bigint[]) OR o.shared_with && %(shared)s::bigint[]
        ELSE a.owner_id = %(me)s OR a.team_id = ANY(%(teams)s::bigint[]) OR a.shared_with && %(shared)s::bigint[]
    END OR %(all)s
"""


def seen(company, who: str) -> list[tuple]:
    def ids(names):
        return [getattr(company, name).pk for name in names]

    values = {
        "me": company[who].pk,
        "teams": ids(TEAMS.get(who, [])),
        "shared": ids(SHARED.get(who, [])),
        "all": who == "admin",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.replace("%(teams)s", "%(teams)s::bigint[]").replace("%(shared)s", "%(shared)s::bigint[]"), values
        )
        return cursor.fetchall()


def expected(company, who: str) -> tuple[int, Decimal, Decimal]:
    """Count, sum, weighted sum of the open ones."""
    rows = [(amount, probability) for _pk, status, amount, probability in seen(company, who) if status == "open"]
    weighted = sum((amount * probability / 100 for amount, probability in rows), Decimal(0))
    return len(rows), sum((amount for amount, _p in rows), Decimal(0)).quantize(Decimal("0.01")), weighted


@pytest.mark.parametrize("who", WHO)
def test_rows(company, who):
    rows = Opportunity.objects.visible_to(company[who]).values_list("pk", flat=True)
    assert set(rows) == {row[0] for row in seen(company, who)}


@pytest.mark.parametrize("who", WHO)
def test_board_list_and_funnel(company, sign_in, who):
    count, amount, weighted = expected(company, who)
    client = sign_in(who)
    board = client.get("/pipeline/").context["board"]
    total = client.get("/pipeline/opportunities/?status=open").context["total"]
    funnel = client.get("/reports/funnel/").context["funnel"].total.open
    for found in (board, total, funnel):
        assert (found.count, found.amount) == (count, amount)
        assert abs(found.weighted - weighted) < Decimal("0.05")
    assert total.weighted == funnel.weighted


@pytest.mark.parametrize("who", WHO)
def test_the_lists_of_the_api(company, api, who):
    results = api(who).get("/api/v1/opportunities/").data["results"]
    assert {row["id"] for row in results} == {row[0] for row in seen(company, who)}


@pytest.mark.parametrize("who", WHO)
def test_the_funnel_of_the_api_is_that_of_the_page(company, api, sign_in, who):
    page = sign_in(who).get("/reports/funnel/").context["funnel"]
    data = api(who).get("/api/v1/funnel/").data
    assert [line["figures"]["open"]["weighted"] for line in data["stages"]] == [
        str(line.figures.open.weighted) for line in page.stages
    ]
    assert [line["progress"]["gone"] for line in data["stages"]] == [line.progress.gone for line in page.stages]
    assert [line["name"] for line in data["owners"]] == [str(line.subject) for line in page.owners]


def test_nothing_of_another_team_stands_in_the_page(company, sign_in):
    page = sign_in("peer").get("/pipeline/").content.decode()
    assert "北方水泥" in page
    assert "Southern Glass" not in page
    assert "Shared Works" not in page
