"""Beside the boundary is told the sum that moves an account in the next night, past buffer and patience."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scoring.queries import explain
from tests.scoring import oracle
from tests.scoring.companies import DATE, companies, policies
from tests.scoring.make import book, decision, earners, night, policy
from tests.scoring.test_followed_by_hand import or_if

DAY = dt.timedelta(days=1)
CENT = Decimal("0.01")


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace("\xa0", " ") for sentence in sentences]


def test_an_account_of_lead_is_told_of_buffer_and_patience(cast):
    first, _other = earners(cast.rep, 1000, 10)
    book(first, 1_000_000, 1_000_000)
    night()
    assert decision(first).computed_rule == "slim_margin"
    assert or_if(first)[-1].startswith("Within 5 % beyond a boundary it would keep its tier")


@pytest.mark.parametrize(("cents", "tier"), [(0, "iron"), (-1, "lead")])
def test_exactly_the_sum_told_moves_an_account_of_lead_in_the_next_night(cast, cents, tier):
    first, _other = earners(cast.rep, 1000, 10)
    book(first, 99_000, 99_000, DATE - DAY)
    night(DATE - DAY)
    row = decision(first, DATE - DAY)
    assert (row.tier, row.to_next, row.to_rise) == ("lead", 1000, 1100)
    book(first, 0, -(row.to_rise + cents * CENT), DATE)
    night()
    assert decision(first).computed_tier != "lead"
    assert decision(first).tier in (tier, "platinum" if tier == "iron" else tier)


def test_both_sums_stand_in_words_and_in_the_api(cast, api):
    first, _other = earners(cast.rep, 1000, 10)
    book(first, 99_000, 99_000)
    night()
    said = plain(explain(first).distances)
    assert said[0] == "It would be platinum with ¥ 1,000.00 more profit."
    assert said[1].startswith("It becomes platinum at once with ¥ 1,100.00 more; with less only after nights")
    found = api("rep").get(f"/api/v1/tiers/{decision(first).pk}/").json()
    assert (found["to_next"], found["to_rise"], found["rise_tier"]) == ("1000.00000000", "1100.00000000", "platinum")


def test_nothing_is_said_where_nothing_holds_it(cast):
    policy(patience=1)
    first, _other = earners(cast.rep, 1000, 10)
    book(first, 99_000, 99_000)
    night()
    assert not any("at once" in sentence for sentence in explain(first).distances)
    assert decision(first).to_rise == decision(first).to_next


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(company=companies(), policy=policies())
def test_the_sum_moves_and_a_hundredth_less_does_not(company, policy):
    """By whole nights: what the score of a key account owes to profit is left out, it is taken as it is."""
    assume(policy.lift_score > 0)
    policy = replace(policy, weight_share=0)
    tonight = oracle.night(company, DATE, policy)
    before = {n: oracle.Before(row.tier, row.computed, row.months_past) for n, row in tonight.items()}
    for account, row in tonight.items():
        for sum_, sign in ((row.to_rise, 1), (row.to_fall, -1)):
            if sum_ is None:
                continue
            at, below = (_next(company, before, policy, account, sign * part) for part in (sum_, sum_ - CENT))
            assert below.tier == row.tier
            assert oracle.LEVELS.index(at.tier) * sign > oracle.LEVELS.index(row.tier) * sign
            assert sign < 0 or at.tier == row.rise_tier


def _next(company, before, policy, account, more):
    booked = oracle.Entry(account, DATE, Decimal(0), -more)
    then = replace(company, entries=[*company.entries, booked], before=before)
    return oracle.night(then, DATE, policy)[account]
