"""Who sees a part of the company is told rank, share and distance, and cannot work out the sums of the whole."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.models import TierPolicy
from scoring.queries.sight import cut_share, two_digits
from tests.cast import make_account
from tests.scoring.make import book, earners, night

shares = st.decimals(0, 1, places=8, allow_nan=False)


@pytest.fixture
def company(cast):
    rows = earners(cast.rep, 500, 310, 77, 61)
    for number in range(6):
        book(make_account(cast.outsider, f"Hidden {number}"), 350 - 17 * number, 0)
    night()
    return rows


def tiers(client):
    return {row["account"]: row for row in client.get("/api/v1/tiers/").json()["results"]}


def test_shares_of_a_part_are_whole_per_cents(api, company):
    for row in tiers(api("rep")).values():
        share = Decimal(row["profit_above"])
        assert share == share.quantize(Decimal("0.01"))
    assert any(Decimal(row["profit_above"]) * 100 % 1 for row in tiers(api("admin")).values())


def test_the_profit_of_all_does_not_follow_from_two_neighbours(api, company):
    """As somebody would work it out: profit by difference of shares, over neighbours of equal rank."""
    whole = sum((max(Decimal(row["profit"]), Decimal(0)) for row in tiers(api("admin")).values()), Decimal(0))
    rows = sorted(tiers(api("rep")).values(), key=lambda row: row["rank"])
    for upper, lower in pairwise(rows):
        gap = Decimal(lower["profit_above"]) - Decimal(upper["profit_above"])
        if lower["rank"] == upper["rank"] + 1 and gap:
            assert abs(Decimal(upper["profit"]) / gap - whole) > whole / 1000


def test_the_page_says_no_more_digits_than_the_api(sign_in, api, company):
    last = company[-1].pk
    seen, whole = (tiers(api(who))[last]["explanation"]["why"] for who in ("rep", "admin"))
    page = sign_in("rep").get(f"/accounts/{last}/tier/").content.decode()
    assert seen in page
    assert whole not in page
    assert seen in sign_in("rep").get(f"/accounts/{last}/").content.decode()


def test_sums_that_move_at_once_are_told_as_enough(sign_in, api, company):
    one = company[-1].pk
    exact, told = (Decimal(tiers(api(who))[one]["to_rise"]) for who in ("admin", "rep"))
    assert exact < told <= exact * Decimal("1.1")
    assert "at most" in sign_in("rep").get(f"/accounts/{one}/tier/").content.decode()
    assert "at most" not in sign_in("admin").get(f"/accounts/{one}/tier/").content.decode()


def test_the_way_out_of_lead_is_told_exactly_for_it_tells_nothing_of_others(cast, api):
    poor, *_others = earners(cast.rep, 1000, 10, 5)
    book(poor, 99_111, 99_111)
    night()
    seen, whole = (tiers(api(who))[poor.pk] for who in ("rep", "admin"))
    assert seen["tier"] == "lead"
    assert seen["to_rise"] == whole["to_rise"] == "1102.34000000"
    assert not any("at most" in sentence for sentence in seen["explanation"]["distances"])


@given(share=shares, first=shares, second=shares)
def test_a_cut_share_stays_on_its_side_of_every_limit(share, first, second):
    policy = TierPolicy(platinum_share=min(first, second), gold_share=max(first, second))
    cut = cut_share(share, policy)
    assert share - Decimal("0.01") < cut <= share
    assert all((cut < limit) == (share < limit) for limit in (first, second))


@given(st.decimals(0, 10**12, places=2, allow_nan=False))
def test_two_digits_are_enough_and_hardly_more(amount):
    told = two_digits(amount)
    assert amount <= told <= amount * Decimal("1.1") or told - amount < Decimal("0.01")


def test_no_distance_leads_to_the_profit_of_an_account_out_of_sight(cast, api):
    earners(cast.rep, 9000, 100, months=12)
    earners(cast.outsider, "10234.56", "3012.34", "2077.77", months=12)
    night()
    seen, whole = (tiers(api(who)) for who in ("rep", "admin"))
    hidden = {Decimal(row["profit"]) for pk, row in whole.items() if pk not in seen}
    for rows, may in ((whole, True), (seen, False)):
        ends = {
            Decimal(rows[pk]["profit"]) + sign * Decimal(rows[pk][name])
            for pk in seen
            for sign, name in ((1, "to_next"), (-1, "to_lower"))
            if rows[pk][name] is not None
        }
        assert any(abs(end - profit) < 1 for end in ends for profit in hidden) == may
