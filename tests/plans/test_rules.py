"""What needs no database: quarters, splits, mixes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.rules import Mix, first_review, review_after, split

AMOUNTS = st.integers(-(10**17), 10**17).map(lambda n: Decimal(n).scaleb(-8))
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTS = st.lists(st.integers(1, 1000), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        ("2025-11-02", "2026-04-01"),  # before the year: its first quarter
        ("2026-02-10", "2026-04-01"),
        ("2026-08-31", "2026-10-01"),
        ("2026-12-31", "2027-01-01"),
        ("2027-03-01", "2027-01-01"),  # after it: its last
    ],
)
def test_the_first_review_is_after_the_quarter_that_runs(today, due):
    assert first_review(2026, dt.date.fromisoformat(today)) == dt.date.fromisoformat(due)


def test_a_year_has_four_reviews():
    due, seen = dt.date(2026, 4, 1), []
    while due:
        seen.append(due)
        due = review_after(due, 2026)
    assert [day.month for day in seen] == [4, 7, 10, 1]


@UNHURRIED
@given(AMOUNTS, PARTS)
def test_parts_of_the_revenue_add_up_to_it_and_are_off_by_a_cent_at_most(amount, weights):
    total = sum(weights)
    shares = [Decimal(weight) * 100 / total for weight in weights]
    parts = split(amount, shares)
    whole = amount.quantize(Decimal("0.01"), "ROUND_DOWN")
    assert sum(parts) == whole
    assert all(abs(part - amount * share / 100) <= Decimal("0.02") for part, share in zip(parts, shares, strict=True))


def test_thirds_of_a_hundred():
    assert split(Decimal(100), [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]) == [
        Decimal("33.34"), Decimal("33.33"), Decimal("33.33"),
    ]  # fmt: skip


@UNHURRIED
@given(st.tuples(*[st.integers(0, 10**6)] * 3))
def test_a_mix_is_parts_of_a_hundred(minutes):
    mix = Mix.of(minutes)
    assert (mix is None) == (sum(minutes) == 0)
    assert mix is None or (abs(sum(mix.parts) - 100) < Decimal("1e-20") and mix.distance(mix) == 0)


def test_the_nearest_template_moves_least():
    actual, support, marketing = Mix.of([50, 20, 30]), Mix.of([40, 30, 30]), Mix.of([80, 10, 10])
    assert actual
    assert support
    assert marketing
    assert (actual.distance(support), actual.distance(marketing)) == (10, 30)
