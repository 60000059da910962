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


class TestTree:
    def tree(self, client, row):
        return client.get(f"/accounts/{row.pk}/group/tree/").context["tree"]

    def test_each_company_brings_what_all_below_it_bring(self, group, sign_in):
        top, plant, shop, _hidden = group
        opportunity(shop, amount="500")
        visit(shop, day=clock.today())
        tree = self.tree(sign_in("rep"), shop)
        head = tree.top
        (below,) = head.below
        assert (head.account, head.together.members, head.together.profit) == (top, 3, 130)
        assert (below.account, below.together.members, below.together.profit) == (plant, 2, 30)
        assert [node.account for node in below.below] == [shop]
        assert (head.together.pipeline, below.together.pipeline, head.together.visits) == (500, 500, 1)

    def test_sums_are_those_of_the_list(self, group, sign_in):
        client = sign_in("director")
        together = client.get(f"/accounts/{group[0].pk}/group/").context["together"]
        assert self.tree(client, group[0]).top.together == together

    def test_many_are_counted_and_the_nearest_drawn(self, account, cast, sign_in, monkeypatch):
        monkeypatch.setattr("kam.group_tree.MOST", 3)
        for number in range(4):
            make_account(cast.rep, f"Plant {number}", parent=account)
        tree = self.tree(sign_in("rep"), account)
        assert (len(tree.top.below), tree.left_out, tree.top.together.members) == (2, 2, 5)
        assert "2 more companies" in sign_in("rep").get(f"/accounts/{account.pk}/group/tree/").content.decode()

    def put(self, client, row, parent, **headers):
        body = {"version": row.version, "parent": parent.pk if parent else ""}
        return client.post(f"/accounts/{row.pk}/parent/?of={row.pk}", body, headers=headers)

    def test_one_is_put_below_another(self, group, sign_in):
        top, _plant, shop, _hidden = group
        answer = self.put(sign_in("rep"), shop, top, **{"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Retarget"]) == (200, "#chart")
        shop.refresh_from_db()
        assert shop.parent == top
        assert self.put(sign_in("rep"), shop, None).status_code == 302
        shop.refresh_from_db()
        assert shop.parent is None

    def test_never_below_itself_at_any_depth(self, group, sign_in):
        top, plant, shop, _hidden = group
        for row, parent in ((top, shop), (top, plant), (plant, shop)):
            answer = self.put(sign_in("rep"), row, parent, **{"HX-Request": "true"})
            assert (answer.status_code, answer["HX-Retarget"]) == (422, "#panel-body"), (row, parent)
        assert self.put(sign_in("rep"), top, top).status_code == 422
        top.refresh_from_db()
        assert top.parent is None

    def test_nor_below_what_one_does_not_see_nor_against_an_edit(self, group, sign_in):
        top, _plant, shop, hidden = group
        assert self.put(sign_in("rep"), shop, hidden).status_code == 422
        shop.version += 1
        assert self.put(sign_in("rep"), shop, top).status_code == 412
        assert sign_in("rep").get(f"/accounts/{shop.pk}/parent/?of={hidden.pk}").status_code == 404

    @pytest.mark.parametrize("n", [2, 30])
    def test_as_many_queries_for_many(self, account, cast, sign_in, django_assert_max_num_queries, n):
        for number in range(n):
            make_account(cast.rep, f"Plant {number}", parent=account)
        client = sign_in("rep")
        client.get(f"/accounts/{account.pk}/group/tree/")
        with django_assert_max_num_queries(11):
            client.get(f"/accounts/{account.pk}/group/tree/")
