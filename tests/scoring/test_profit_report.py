"""Profit added up by team, owner, group, industry, tier and account, against an earlier night."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from accounts.models import Account
from tests.cast import make_account
from tests.scoring.make import DATE, book, earners, night

YEAR_BEFORE = dt.date(2025, 3, 31)
REPORT = "/reports/profit/"


@pytest.fixture
def companies(cast):
    """rep's Acme (600) with its subsidiary (100) and its own subsidiary (10); outsider's account (50)."""
    head = make_account(cast.rep, "Acme", industry="Steel")
    below = make_account(cast.rep, "Acme South", parent=head)
    deep = make_account(cast.peer, "Acme Deep South", parent=below, industry="Steel")
    other = make_account(cast.outsider, "Other", industry="Glass")
    for account, profit in [(head, 600), (below, 100), (deep, 10), (other, 50)]:
        book(account, profit + 400, 400)
    night()
    return {"head": head, "below": below, "deep": deep, "other": other}


def lines(client, query="") -> dict[str, Decimal]:
    return {line.name: line.profit for line in client.get(f"{REPORT}{query}").context["lines"]}


def total(client, query=""):
    return client.get(f"{REPORT}{query}").context["total"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("account", {"Acme": 600, "Acme South": 100, "Other": 50, "Acme Deep South": 10}),
        ("group", {"Acme": 710, "Other": 50}),
        ("industry", {"Steel": 610, "": 100, "Glass": 50}),
    ],
)
def test_lines(sign_in, companies, by, expected):
    assert lines(sign_in("director"), f"?by={by}") == expected


def test_by_team_and_owner(sign_in, companies, cast):
    assert lines(sign_in("director")) == {cast.north.name: 710, cast.south.name: 50}
    assert lines(sign_in("director"), "?by=owner") == {cast.rep.name: 700, cast.peer.name: 10, cast.outsider.name: 50}


def test_everything_is_added_up_and_shares_are_of_all(sign_in, companies):
    whole = total(sign_in("director"), "?by=account")
    assert (whole.accounts, whole.revenue, whole.cost, whole.profit) == (4, 2360, 1600, 760)
    first = sign_in("director").get(f"{REPORT}?by=account").context["lines"][0]
    assert (round(first.share, 4), first.margin) == (Decimal("0.7895"), Decimal("0.6"))


def test_nobody_adds_up_what_he_does_not_see(sign_in, companies):
    assert lines(sign_in("rep"), "?by=group") == {"Acme": 700}
    assert total(sign_in("outsider")).profit == 50


def test_a_company_out_of_sight_connects_nobody(sign_in, companies, cast):
    Account.objects.filter(pk=companies["below"].pk).update(owner=cast.outsider, team=cast.south)
    Account.objects.filter(pk=companies["deep"].pk).update(owner=cast.rep)
    assert lines(sign_in("rep"), "?by=group") == {"Acme": 600, "Acme Deep South": 10}


def test_a_filter_does_not_tear_groups_apart(sign_in, companies, cast):
    assert lines(sign_in("director"), f"?by=group&owner={cast.peer.pk}") == {"Acme": 10}


@pytest.mark.parametrize("by", ["team", "owner", "group", "industry", "tier"])
def test_each_line_opens_the_accounts_that_it_adds_up(sign_in, companies, by):
    client = sign_in("director")
    for line, url, _bar in client.get(f"{REPORT}?by={by}").context["rows"]:
        assert sum(row.profit for row in client.get(url).context["rows"]) == line.profit


def said(client, query="") -> str:
    page = client.get(f"{REPORT}{query}").content.decode()
    return strip_tags(page[page.index('id="profit-sentence"') :].partition("</p>")[0])


def test_the_sentence_says_who_brings_most_and_who_least(sign_in, companies):
    assert "Acme brings ¥ 710, Other least: ¥ 50." in said(sign_in("director"), "?by=group").replace("\xa0", " ")


def test_the_sentence_says_who_loses(sign_in, companies):
    book(companies["other"], 0, 90)
    night()
    assert "Acme brings ¥ 710, Other loses ¥ 40." in said(sign_in("director"), "?by=group").replace("\xa0", " ")


def test_of_one_line_nobody_is_first_or_last(sign_in, companies):
    assert "least" not in said(sign_in("outsider"), "?by=group")


def test_losses_are_drawn_to_the_left_of_earnings(sign_in, companies):
    book(companies["other"], 0, 121)
    night()
    (_acme, _, earns), (_other, _, loses) = sign_in("director").get(f"{REPORT}?by=group").context["rows"]
    assert (earns.start, earns.width, earns.negative) == (earns.zero, "90.91%", False)
    assert (loses.start, loses.width, loses.negative) == ("0.00%", "9.09%", True)


def test_an_account_opens_its_ledger(sign_in, companies):
    client = sign_in("rep")
    _line, url, _bar = client.get(f"{REPORT}?by=account").context["rows"][0]
    assert [entry.revenue for entry in client.get(url).context["rows"]] == [1000]


def test_against_the_night_a_year_before(sign_in, cast):
    first, _second = earners(cast.rep, 300, 200)
    book(first, 100, 0, YEAR_BEFORE)
    night(YEAR_BEFORE)
    night()
    whole = total(sign_in("rep"))
    assert (whole.profit_then, whole.change) == (100, 400)
    page = sign_in("rep").get(REPORT).content.decode()
    assert "against the night of" in page
    assert "&lt;time" not in page


def test_without_an_earlier_night_there_is_no_change(sign_in, companies):
    assert total(sign_in("rep")).change is None


@pytest.mark.parametrize("before", ["2020-01-01", "2026-03-31", "2027-01-01"])
def test_a_night_to_compare_with_that_there_is_none_of_is_refused(sign_in, api, cast, before):
    first, _second = earners(cast.rep, 300, 200)
    book(first, 100, 0, YEAR_BEFORE)
    night(YEAR_BEFORE)
    night()
    refused = api("rep").get(f"/api/v1/profit/?before={before}")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["before"])
    page = sign_in("rep").get(f"{REPORT}?before={before}").content.decode()
    assert "No night up to this day lies before the one that is shown." in page
    assert sign_in("rep").get(f"/reports/profit/export.csv?before={before}").status_code == 400


def test_a_night_that_there_is_none_of_is_not_found(api, companies):
    assert api("rep").get("/api/v1/profit/?night=2020-01-01").status_code == 404
    assert api("rep").get("/api/v1/tiers/summary/?night=2020-01-01").status_code == 404


@pytest.mark.parametrize("column", ["accounts", "revenue", "cost", "cost_to_serve", "profit", "margin", "change"])
def test_sorted_both_ways(sign_in, companies, column):
    rising = list(lines(sign_in("director"), f"?by=account&ordering={column}"))
    falling = list(lines(sign_in("director"), f"?by=account&ordering=-{column}"))
    assert sorted(rising) == sorted(falling)
    if column in {"revenue", "profit", "margin"}:
        assert rising == falling[::-1]


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?colour=red"])
def test_what_it_does_not_know_it_refuses(sign_in, api, companies, query):
    assert sign_in("rep").get(f"{REPORT}{query}").status_code == 400
    assert api("rep").get(f"/api/v1/profit/{query}").status_code == 400


def test_the_api_tells_the_same(api, companies, cast):
    told = api("director").get(f"/api/v1/profit/?by=group&night={DATE}").json()
    assert [(line["name"], Decimal(line["profit"])) for line in told["lines"]] == [("Acme", 710), ("Other", 50)]
    assert (told["count"], told["before"], Decimal(told["total"]["profit"])) == (2, None, 760)


def test_exported_as_it_is_shown(sign_in, companies):
    answer = sign_in("director").get("/reports/profit/export.csv?by=account&ordering=profit")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows] == ["name", "Acme Deep South", "Other", "Acme South", "Acme"]


def test_the_same_number_of_queries_for_any_number_of_accounts(sign_in, cast, django_assert_max_num_queries, companies):
    client = sign_in("director")
    earners(cast.rep, *range(1, 60))
    night(DATE + dt.timedelta(days=1))
    with django_assert_max_num_queries(12):
        assert client.get(f"{REPORT}?by=account").context["page"].has_next
