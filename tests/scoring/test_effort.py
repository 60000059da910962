"""Where our hours go beside what comes of it, and what would turn accounts that lose money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.models import TierDecision
from scoring.queries.effort import Turn
from teams.models import CostRate
from tests.cast import make_account
from tests.scoring.make import book, earners, night, policy, visit

REPORT = "/reports/effort/"


@pytest.fixture
def store(cast):
    """Platinum 800 with an hour, iron 150 with five, lead −50 with four; a prospect with two; an hour costs 10."""
    CostRate.objects.create(user=None, valid_from="2020-01-01", hourly=10)
    policy(loyal_months=0, gold_share=Decimal("0.5"))
    best, middle = earners(cast.rep, 810, 200)
    loser = make_account(cast.rep, "Loser")
    book(loser, 100, 110)
    prospect = make_account(cast.rep, "Prospect")
    for account, hours in [(best, 1), (middle, 5), (loser, 4), (prospect, 2)]:
        for _ in range(hours):
            visit(account, 60)
    night()
    return {"best": best, "middle": middle, "loser": loser}


def test_hours_cost_and_profit_by_tier(sign_in, store):
    rows = {row.tier: row for row in sign_in("rep").get(REPORT).context["tiers"]}
    assert [
        (rows[tier].minutes, rows[tier].visit_cost, rows[tier].profit) for tier in ("platinum", "iron", "lead", "")
    ] == [
        (60, 10, 800),
        (300, 50, 150),
        (240, 40, -50),
        (120, 20, -20),
    ]
    assert rows["platinum"].profit_an_hour == 800
    assert round(rows["lead"].minutes_share, 4) == Decimal("0.3333")


def test_rebates_are_no_cost_of_visits(sign_in, store):
    book(store["middle"], 0, 30, kind="rebate")
    night()
    rows = {row.tier: row for row in sign_in("rep").get(REPORT).context["tiers"]}
    assert (rows["iron"].visit_cost, rows["iron"].profit) == (50, 120)


def test_the_sentence_says_where_the_hours_go(sign_in, store):
    page = sign_in("rep").get(REPORT)
    found = page.context["effort"]
    assert (found.goal_accounts, found.goal_minutes, found.top_accounts, found.minutes) == (1, 60, 1, 720)
    assert "gets 8 % of our visit hours" in " ".join(page.content.decode().split())


def test_over_and_under_served(sign_in, store):
    assert names(sign_in("rep"), "over") == ["Account 1", "Loser"]
    assert names(sign_in("rep"), "under") == ["Account 0"]


def test_nobody_to_compare_with(sign_in, cast):
    earners(cast.rep, 100)
    night()
    assert names(sign_in("rep"), "under") == []


def test_what_would_turn_a_loss(sign_in, store):
    (turn,) = sign_in("rep").get(f"{REPORT}loss/").context["turns"]
    assert (turn.shortfall, turn.price_up, turn.cost_down) == (50, Decimal("0.5"), Decimal("0.4546"))
    assert (turn.visits, turn.visit_price, turn.visits_fewer) == (4, 10, None)


def test_each_turn_is_enough_and_a_step_less_is_not():
    row = TierDecision(revenue=Decimal(300), cost=Decimal(290), cost_to_serve=Decimal(21), profit=Decimal(-11))
    turn = Turn(row, visits=3)
    assert row.revenue * (1 + turn.price_up) - row.cost - row.cost_to_serve >= 0
    assert row.revenue * (1 + turn.price_up - Decimal("0.0001")) - row.cost - row.cost_to_serve < 0
    assert row.revenue - row.cost * (1 - turn.cost_down) - row.cost_to_serve >= 0
    assert turn.visits_fewer == 2


@pytest.mark.parametrize(
    ("sums", "expected"),
    [((0, 5, 0), (None, Decimal(1), None)), ((0, 0, 5), (None, None, 1)), ((-5, 0, 0), (None, None, None))],
    ids=["never sold", "only visited", "only returns"],
)
def test_what_alone_cannot_turn_it_is_not_claimed(sums, expected):
    revenue, cost, served = map(Decimal, sums)
    row = TierDecision(revenue=revenue, cost=cost, cost_to_serve=served, profit=revenue - cost - served)
    turn = Turn(row, visits=1)
    assert (turn.price_up, turn.cost_down, turn.visits_fewer) == expected


def test_only_what_the_reader_sees(sign_in, store):
    assert not names(sign_in("outsider"), "loss")
    assert sign_in("outsider").get(REPORT).context["effort"].minutes == 0


def test_no_such_list(sign_in, store):
    assert sign_in("rep").get(f"{REPORT}lost/").status_code == 404


def test_query_counts(sign_in, store, cast, django_assert_max_num_queries):
    earners(cast.rep, *(-n for n in range(1, 60)))
    night()
    client = sign_in("rep")
    with django_assert_max_num_queries(18):
        client.get(REPORT)
    with django_assert_max_num_queries(12):
        client.get(f"{REPORT}loss/")


def names(client, which: str) -> list[str]:
    return [str(row.account) for row in client.get(f"{REPORT}{which}/").context["rows"]]


API = "/api/v1/effort/"


def test_the_api_tells_the_figures_of_the_page(api, sign_in, store):
    page, told = sign_in("rep").get(REPORT).context, api("rep").get(API).json()
    found = page["effort"]
    assert [
        (row["tier"], row["minutes"], Decimal(row["visit_cost"]), Decimal(row["profit"])) for row in told["tiers"]
    ] == [(row.key, row.minutes, row.visit_cost, row.profit) for row in page["tiers"]]
    assert (told["goal_accounts"], told["goal_minutes"], told["top_accounts"], told["minutes"]) == (1, 60, 1, 720)
    assert Decimal(told["goal_share"]) == round(found.goal_share, 4)
    assert (told["key_minutes"], told["other_minutes"]) == (page["key_minutes"], page["other_minutes"])
    assert [told[which] for which, _rows, _count in page["misfits"]] == [count for *_, count in page["misfits"]]


@pytest.mark.parametrize("which", ["loss", "over", "under"])
def test_the_api_lists_the_accounts_of_the_page(api, sign_in, store, which):
    page, told = sign_in("rep").get(f"{REPORT}{which}/").context, api("rep").get(f"{API}{which}/").json()
    assert [row["account"] for row in told["results"]] == [row.account_id for row in page["rows"]] != []
    for row, turn in zip(told["results"], page.get("turns", []), strict=which == "loss"):
        assert (row["turn"]["visits_fewer"], Decimal(row["turn"]["shortfall"])) == (turn.visits_fewer, turn.shortfall)
        assert row["turn"]["price_up"] == str(turn.price_up)


def test_the_api_shows_nobody_elses(api, store):
    assert api("outsider").get(f"{API}loss/").json()["results"] == []
    assert sum(row["accounts"] for row in api("outsider").get(API).json()["tiers"]) == 0
    assert api("rep").get(f"{API}?no_such=1").status_code == api("rep").get(f"{API}loss/?night=soon").status_code == 400
    assert api("rep").get(f"{API}none/").status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_the_api_lists_asks_as_much_at_any_size(api, cast, count, django_assert_num_queries):
    earners(cast.rep, *([-10] * count))
    night()
    client = api("rep")
    client.get(f"{API}loss/")
    with django_assert_num_queries(7):
        assert len(client.get(f"{API}loss/?page_size=200").json()["results"]) == count
