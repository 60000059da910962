"""What a list can be narrowed and sorted by: the same answer from page and API."""

from __future__ import annotations

import pytest

from foundation import clock
from pipeline.models import Opportunity
from tests.cast import make_account
from tests.pipeline.make import DAY, close, move, opportunity


@pytest.fixture
def rows(cast, account):
    """By name: A open and overdue; B won; C lost; D in Upside at a gold account; E without account."""
    gold = make_account(cast.manager, "上海重工", tier="gold")
    today = clock.today()
    opportunity(
        account, name="A", amount="5", expected_close_on=today - DAY, next_step="Call", next_step_on=today - DAY
    )
    close(opportunity(account, name="B", amount="4", product="GTX"), "won", reason="value")
    close(opportunity(account, name="C", amount="3", source="Fair"), "lost", reason="budget")
    move(opportunity(gold, cast.manager, name="D", amount="2", next_step="Visit"), "upside")
    lone = opportunity(account, name="E", amount="1", external_id="X-1")
    Opportunity.objects.filter(pk=lone.pk).update(account=None)


def names(response) -> str:
    return "".join(sorted(row["name"] for row in response.data["results"]))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=", "ABCDE"), ("status=open", "ADE"), ("status=won", "B"), ("stage=upside", "D"), ("tier=gold", "D"),
        ("tier=unrated", "ABC"), ("closing=overdue", "A"), ("closing=undated", "DE"), ("closed=month", "BC"),
        ("closed=quarter&status=lost", "C"), ("closed=year", "BC"), ("close_reason=budget", "C"),
        ("step=overdue", "A"), ("step=missing", "E"), ("no_account=true", "E"), ("no_account=false", "ABCD"),
        ("external_id=X-1", "E"), ("product=GTX", "B"), ("source=Fair", "C"), ("gone=leads", "BCD"),
        ("passed=leads", "BD"), ("stayed=leads", "BCD"), ("stayed=upside", ""), ("q=gtx", "B"), ("q=shzg", "D"),
        ("q=上海", "D"), ("q=zzz", ""), ("archived=yes", ""),
    ],
)  # fmt: skip
def test_each_filter(api, sign_in, rows, query, expected):
    assert names(api("manager").get(f"/api/v1/opportunities/?{query}")) == expected
    page = sign_in("manager").get(f"/pipeline/opportunities/?{query}")
    assert "".join(sorted(row.name for row in page.context["rows"])) == expected
    assert page.context["total"].count == len(expected)


def test_the_page_begins_with_what_is_open_the_next_to_close_first(api, sign_in, rows):
    assert names(api("manager").get("/api/v1/opportunities/")) == "ABCDE"
    page = sign_in("manager").get("/pipeline/opportunities/")
    assert [row.name for row in page.context["rows"]] == ["A", "D", "E"]
    assert [tab.label for tab in page.context["tabs"] if tab.is_current] == ["Open"]
    assert "export.csv?status=open" in page.content.decode()


@pytest.mark.parametrize(("ordering", "expected"), [("-name", "EDA"), ("amount", "EDA"), ("-amount", "ADE")])
def test_what_is_open_can_be_sorted(sign_in, rows, ordering, expected):
    page = sign_in("manager").get(f"/pipeline/opportunities/?ordering={ordering}")
    assert "".join(row.name for row in page.context["rows"]) == expected


def test_every_tab_leads_to_its_rows_and_keeps_the_other_filters(sign_in, rows):
    client = sign_in("manager")
    tabs = client.get("/pipeline/opportunities/?tier=unrated&page=1&ordering=name").context["tabs"]
    shown = [client.get(f"/pipeline/opportunities/{tab.url}").context["rows"] for tab in tabs]
    assert ["".join(sorted(row.name for row in found)) for found in shown] == ["A", "B", "C", "ABC"]


def test_owner_team_and_account(cast, api, account, rows):
    client = api("director")
    assert names(client.get(f"/api/v1/opportunities/?owner={cast.manager.pk}")) == "D"
    assert names(client.get(f"/api/v1/opportunities/?team={cast.hq.pk}")) == "ABCDE"
    assert names(client.get(f"/api/v1/opportunities/?in_team={cast.hq.pk}")) == ""
    assert names(client.get(f"/api/v1/opportunities/?account={account.pk}")) == "ABC"


def test_another_teams_person_is_no_choice(cast, api, sign_in, rows):
    assert api("manager").get(f"/api/v1/opportunities/?owner={cast.outsider.pk}").status_code == 400
    assert sign_in("manager").get(f"/pipeline/opportunities/?owner={cast.outsider.pk}").context["rows"] == []


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("amount", "EDCBA"), ("-amount", "ABCDE"), ("expected_close", "ABCDE"), ("stage", "ABCED"), ("account", "EABCD")],
)
def test_order(sign_in, rows, ordering, expected):
    page = sign_in("manager").get(f"/pipeline/opportunities/?status=&ordering={ordering}")
    assert "".join(row.name for row in page.context["rows"]) == expected


@pytest.mark.parametrize("url", ["/pipeline/", "/pipeline/opportunities/", "/reports/funnel/"])
def test_an_unknown_filter_is_a_400(sign_in, rows, url):
    assert sign_in("manager").get(f"{url}?colour=red").status_code == 400


@pytest.mark.parametrize("url", ["/pipeline/", "/pipeline/opportunities/", "/reports/funnel/"])
@pytest.mark.parametrize(
    "query", ["owner=abc", "owner=99999999999999999999", "team=-1", "tier=wood", "account=x", "q=%"]
)
def test_a_bad_value_shows_nothing_and_breaks_nothing(sign_in, rows, url, query):
    assert sign_in("manager").get(f"{url}?{query}").status_code == 200


@pytest.mark.parametrize("page", ["-1", "0", "x", "10000000000000000000000"])
def test_a_page_that_is_none_is_a_400(sign_in, rows, page):
    assert sign_in("manager").get(f"/pipeline/opportunities/?page={page}").status_code == 400
