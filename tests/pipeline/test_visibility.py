"""What board, list and funnel add up to for each role, against SQL written without the product's own rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.models import CoOwner, Opportunity
from pipeline.rules import cents
from teams.models import User
from tests.cast import make_account, make_team
from tests.pipeline.make import opportunity
from tests.pipeline.sight import WHO, own, seen


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
def test_rows_of_whom_reaches_but_a_small_part_of_all_teams(company, who):
    """They are found in another way, and are the same."""
    for number in range(30):
        make_team(f"Region {number}")
    theirs = Opportunity.objects.get(account__name="Southern Glass", status="open")
    CoOwner.objects.create(opportunity=theirs, person=company.rep, share=20)
    reader = User.objects.get(pk=company[who].pk)
    assert reader.reaches_little or who == "admin"
    shared = {theirs.pk} if who in {"rep", "manager"} else set()
    rows = list(Opportunity.objects.visible_to(reader).values_list("pk", flat=True))
    assert set(rows) == {row[0] for row in seen(company, who)} | shared
    assert len(rows) == len(set(rows))


def test_a_director_whose_company_grew_sees_no_more_than_before(company, sign_in):
    count, amount, _weighted = expected(company, "director")
    elsewhere = make_account(company.admin, "Overseas", team=make_team("Elsewhere"))
    opportunity(elsewhere, amount="1000", team=elsewhere.team)
    for who, more in (("director", 0), ("admin", 1)):
        total = sign_in(who).get("/reports/funnel/").context["funnel"].total.open
        assert (total.count, total.amount) == (count + more, amount + 1000 * more)


@pytest.mark.parametrize("who", WHO)
def test_board_list_and_funnel(company, sign_in, who):
    count, amount, weighted = expected(company, who)
    client = sign_in(who)
    board = client.get("/pipeline/").context["board"]
    total = client.get("/pipeline/opportunities/?status=open").context["total"]
    for found in (board, total):
        assert (found.count, found.amount) == (count, amount)
        assert abs(found.weighted - weighted) < Decimal("0.05")


@pytest.mark.parametrize("who", WHO)
def test_the_funnel_is_of_those_whose_goals_it_is(company, sign_in, who):
    rows = [amount for _pk, status, amount, _probability in own(company, who) if status == "open"]
    funnel = sign_in(who).get("/reports/funnel/").context["funnel"].total.open
    assert (funnel.count, funnel.amount) == (len(rows), cents(sum(rows)))


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
