"""A group of companies: what its members in sight bring together."""

from __future__ import annotations

import pytest

from accounts.models import Account, PublishedProfit
from foundation import clock
from tests.cast import make_account
from tests.pipeline.make import opportunity
from tests.scoring.make import visit


@pytest.fixture
def group(account, cast):
    """The account at the top, two below it, one below that, and one of them that rep does not see."""
    plant = make_account(cast.rep, "Plant", parent=account)
    shop = make_account(cast.rep, "Shop", parent=plant)
    hidden = make_account(cast.outsider, "Hidden", parent=account)
    for row, amount in ((account, 100), (plant, 50), (shop, -20), (hidden, 1000)):
        PublishedProfit.objects.filter(account=row).update(amount=amount)
    return account, plant, shop, hidden


def test_what_they_bring_together(group, sign_in):
    top, plant, shop, _hidden = group
    opportunity(plant, amount="500")
    page = sign_in("rep").get(f"/accounts/{shop.pk}/group/")
    together = page.context["together"]
    assert (page.context["head"], together.members, together.profit, together.pipeline) == (top, 3, 130, 500)
    assert [row.pk for row in page.context["rows"]] == [top.pk, plant.pk, shop.pk]


def test_who_sees_more_counts_more(group, sign_in):
    page = sign_in("director").get(f"/accounts/{group[0].pk}/group/")
    assert (page.context["together"].members, page.context["together"].profit) == (4, 1130)


def test_visits_of_a_year(group, sign_in):
    visit(group[1], day=clock.today())
    assert sign_in("rep").get(f"/accounts/{group[0].pk}/group/").context["together"].visits == 1


def test_who_sees_a_part_begins_where_he_sees(group, sign_in):
    page = sign_in("outsider").get(f"/accounts/{group[3].pk}/group/")
    assert (page.context["head"].pk, page.context["together"].members) == (group[3].pk, 1)
    assert sign_in("outsider").get(f"/accounts/{group[0].pk}/group/").status_code == 404


def test_the_api_and_the_file_know_the_members(group, api, sign_in):
    found = api("rep").get(f"/api/v1/accounts/?group={group[0].pk}").json()["results"]
    assert {row["id"] for row in found} == {row.pk for row in group[:3]}
    assert api("rep").get(f"/api/v1/accounts/?group={group[3].pk}").status_code == 400
    file = b"".join(sign_in("rep").get(f"/accounts/export.csv?group={group[0].pk}").streaming_content).decode()
    assert ("Shop" in file, "Hidden" in file) == (True, False)


@pytest.mark.parametrize("n", [1, 30])
def test_as_many_queries_for_many(account, cast, sign_in, django_assert_max_num_queries, n):
    for number in range(n):
        make_account(cast.rep, f"Plant {number}", parent=account)
    rep = sign_in("rep")
    rep.get(f"/accounts/{account.pk}/group/")
    with django_assert_max_num_queries(14):
        rep.get(f"/accounts/{account.pk}/group/")
    assert Account.objects.count() == n + 1
