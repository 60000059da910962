"""Each line of the policy, at its boundary and a hair to either side (domain §1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.cast import make_account
from tests.scoring.make import DATE, book, book_months, decision, earners, night, policy, tiers


@pytest.mark.parametrize(
    ("revenue", "cost", "rule"),
    [
        ("100", "100", "loss"),
        ("100", "100.0001", "loss"),
        ("0", "0", "loss"),
        ("100", "98", "top_profit"),
        ("100", "98.0001", "slim_margin"),
        ("100", "97.99", "top_profit"),
        ("0", "-5", "top_profit"),
        ("-10", "-15", "top_profit"),
    ],
)
def test_lead_is_no_profit_or_a_margin_below_two_per_cent(cast, revenue, cost, rule):
    account = make_account(cast.rep)
    book(account, Decimal(revenue), Decimal(cost))
    night()
    assert decision(account).rule == rule


def test_platinum_needs_less_than_half_of_the_profit_above(cast):
    """Second of ten: rank is within the top 20 %, so the share above alone decides."""
    first, second, *_rest = earners(cast.rep, 50, 42, 1, 1, 1, 1, 1, 1, 1, 1)
    night()
    assert decision(second).rule == "not_loyal"
    book(second, "0.01", 0)
    night()
    assert (decision(first).tier, decision(second).tier) == ("platinum", "platinum")


@pytest.mark.parametrize(("accounts", "last_platinum"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_the_top_fifth_is_rounded_up(cast, accounts, last_platinum):
    policy(platinum_share=1, gold_share=1)
    rows = earners(cast.rep, *range(200, 200 - accounts, -1))
    night()
    assert [tier == "platinum" for tier in tiers(rows)] == [n < last_platinum for n in range(accounts)]


def test_unrated_accounts_do_not_widen_the_top_fifth(cast):
    rows = earners(cast.rep, 100, 99, 98, 97, 96)
    for number in range(20):
        make_account(cast.rep, f"Prospect {number}")
    night()
    assert tiers(rows).count("platinum") == 1


@pytest.mark.parametrize(("months", "tier", "rule"), [(6, "gold", "loyal_profit"), (5, "iron", "not_loyal")])
def test_gold_needs_six_active_months(cast, months, tier, rule):
    _first, second, *_rest = earners(cast.rep, 60, 30, 4, 3, 3, months=months)
    night()
    assert (decision(second).tier, decision(second).rule) == (tier, rule)


def test_gold_needs_less_than_four_fifths_above(cast):
    _first, _second, third = earners(cast.rep, 50, 30, 20, months=6)
    night()
    assert decision(third).rule == "ordinary"
    book(third, "0.01", 0)
    night()
    assert decision(third).rule == "loyal_profit"


def test_a_month_without_revenue_is_not_active(cast):
    account = make_account(cast.rep)
    book_months(account, 500, 5)
    book(account, -20, -30, dt.date(2025, 6, 1))
    book(account, 0, -30, dt.date(2025, 7, 1))
    night()
    assert decision(account).active_months == 5


def test_profit_of_slim_accounts_counts_for_those_ranked_below(cast):
    slim, other = make_account(cast.rep, "Slim"), make_account(cast.rep, "Other")
    book(slim, 10_000, 9_850)
    book(other, 100, 0)
    night()
    assert (decision(slim).rule, decision(slim).rank) == ("slim_margin", 1)
    assert decision(other).profit_above == Decimal("0.6")


def test_an_entry_of_nothing_is_an_entry(cast):
    account = make_account(cast.rep)
    book(account, 0, 0)
    night()
    assert (decision(account).tier, decision(account).entries) == ("lead", 1)


def test_visits_alone_rate_nobody(cast):
    from tests.scoring.make import visit

    account = make_account(cast.rep)
    visit(account, expenses=50)
    night()
    row = decision(account)
    assert (row.tier, row.rule, row.cost_to_serve, row.rank) == ("", "no_entry", 50, None)


@pytest.mark.parametrize(
    ("profits", "account", "to_next", "to_lower"),
    [
        # Gold ends where 80 is four fifths of all; platinum begins past 80, for of equals the older stands first.
        ((80, "20.01"), 1, "60.00", "0.01"),
        # Iron ends below two per cent of its revenue of 20.
        ((80, 20), 1, "0.01", "19.61"),
        ((100, 100), 1, "0.01", "75.00"),
        # At 10 it still stands above its younger equal, yet 80 is four fifths of 100.
        ((80, 15, 10), 1, "65.01", "5.00"),
        ((100, 100), 0, None, "0.01"),
        # A loss ends above zero, a slim margin at two per cent of 100.
        ((-5,), 0, "5.01", None),
    ],
)
def test_distances_at_exact_boundaries(cast, profits, account, to_next, to_lower):
    rows = earners(cast.rep, *map(Decimal, profits), months=6)
    night()
    row = decision(rows[account])
    wanted = (to_next and Decimal(to_next), to_lower and Decimal(to_lower))
    assert (row.to_next, row.to_lower) == wanted


def test_a_distance_is_enough_and_a_cent_less_is_not(cast):
    rows = earners(cast.rep, 500, 300, 100, 60, 40, 7, -3, months=6)
    night()
    needed = decision(rows[3]).to_next
    wanted = decision(rows[3]).next_tier
    book(rows[3], needed - Decimal("0.01"), 0, DATE)
    night()
    assert decision(rows[3]).computed_tier == "iron"
    book(rows[3], "0.01", 0, DATE)
    night()
    assert decision(rows[3]).computed_tier == wanted == "gold"
