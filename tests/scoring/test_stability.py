"""Buffer, patience, pins: an account does not hop between tiers from night to night."""

from __future__ import annotations

import datetime as dt

import pytest

from scoring.models import TierPin
from tests.scoring.make import DATE, book, decision, earners, night, policy

FIRST = dt.date(2026, 1, 30)
SAME_MONTH = dt.date(2026, 1, 31)
NEXT_MONTH = dt.date(2026, 2, 1)
LATER = dt.date(2026, 3, 1)


@pytest.fixture
def falling(cast):
    """[800, 190, …] gold by a hair on the first night; `sink(amount)` books a loss on it."""
    first, second = earners(cast.rep, 0, 0)
    book(first, 790, 0, dt.date(2025, 6, 1))
    for month in range(6, 12):
        book(second, 35, 0, dt.date(2025, month, 1))
    night(FIRST)
    assert decision(second, FIRST).tier == "gold"

    def sink(amount, day=SAME_MONTH):
        book(second, -amount, 0, day)
        return second

    return sink


def test_within_the_buffer_it_stays(falling):
    """790 of 990 lie above: past 80 % by less than 84 %."""
    account = falling(20)
    night(SAME_MONTH)
    row = decision(account, SAME_MONTH)
    assert (row.tier, row.computed_tier, row.rule, row.computed_rule) == ("gold", "iron", "buffered", "ordinary")
    assert row.months_past == [dt.date(2026, 1, 1)]


def test_past_the_buffer_it_leaves_at_once(falling):
    """790 of 940 are 84.04 %."""
    account = falling(60)
    night(SAME_MONTH)
    assert (decision(account, SAME_MONTH).tier, decision(account, SAME_MONTH).rule) == ("iron", "ordinary")


def test_exactly_at_the_buffer_it_leaves(falling):
    """790 is 84 % of 940.476…: with a buffer of 0 the boundary itself is the end."""
    policy(buffer=0)
    account = falling(20)
    night(SAME_MONTH)
    assert decision(account, SAME_MONTH).tier == "iron"


def test_past_it_in_two_different_months_it_leaves(falling):
    account = falling(20)
    for date in (SAME_MONTH, NEXT_MONTH):
        night(date)
    assert [decision(account, date).tier for date in (SAME_MONTH, NEXT_MONTH)] == ["gold", "iron"]
    assert decision(account, NEXT_MONTH).months_past == []


def test_many_nights_of_one_month_are_one_month(falling):
    account = falling(20, FIRST + dt.timedelta(days=2))
    for day in (2, 10, 20, 28):
        night(dt.date(2026, 2, day))
    assert decision(account, dt.date(2026, 2, 28)).tier == "gold"


def test_a_night_back_inside_starts_anew(falling):
    account = falling(20)
    night(SAME_MONTH)
    book(account, 20, 0, NEXT_MONTH)
    night(NEXT_MONTH)
    assert decision(account, NEXT_MONTH).months_past == []
    book(account, -20, 0, LATER)
    night(LATER)
    assert (decision(account, LATER).tier, decision(account, LATER).months_past) == ("gold", [dt.date(2026, 3, 1)])


@pytest.mark.parametrize("patience", [0, 1])
def test_without_patience_it_leaves_at_once(falling, patience):
    policy(patience=patience)
    account = falling(20)
    night(SAME_MONTH)
    assert decision(account, SAME_MONTH).tier == "iron"


def test_rising_too_needs_to_pass_the_buffer(cast):
    first, second = earners(cast.rep, 0, 0)
    book(first, 810, 0, dt.date(2025, 6, 1))
    for month in range(6, 12):
        book(second, 30, 0, dt.date(2025, month, 1))
    night(FIRST)
    assert decision(second, FIRST).tier == "iron"
    book(second, 30, 0, SAME_MONTH)
    night(SAME_MONTH)
    assert (decision(second, SAME_MONTH).computed_tier, decision(second, SAME_MONTH).tier) == ("gold", "iron")
    book(second, 60, 0, NEXT_MONTH)
    night(NEXT_MONTH)
    assert decision(second, NEXT_MONTH).tier == "gold"


def test_an_unrated_account_enters_its_tier_at_once(cast):
    (account,) = earners(cast.rep, 0)
    account.ledger.all().delete()
    night(FIRST)
    book(account, 100, 0, SAME_MONTH)
    night(SAME_MONTH)
    assert (decision(account, SAME_MONTH).previous_tier, decision(account, SAME_MONTH).tier) == ("", "platinum")


def pin(account, tier="gold", until=DATE, **fields):
    return TierPin.objects.create(account=account, tier=tier, reason="group deal", expires_on=until, **fields)


def test_a_pin_decides_and_what_was_computed_is_kept(cast):
    (account,) = earners(cast.rep, 100)
    kept = pin(account)
    night()
    row = decision(account)
    assert (row.tier, row.rule, row.computed_tier, row.computed_rule) == ("gold", "pinned", "platinum", "top_profit")
    assert row.pin == kept


def test_a_pin_rates_an_unrated_account(cast):
    (account,) = earners(cast.rep, 0)
    account.ledger.all().delete()
    pin(account)
    night()
    assert (decision(account).tier, decision(account).computed_tier) == ("gold", "")


def test_the_day_after_its_last_a_pin_is_over(cast):
    (account,) = earners(cast.rep, 100)
    pin(account, until=DATE - dt.timedelta(days=1))
    night()
    assert decision(account).rule == "top_profit"


def test_a_removed_pin_counts_no_more(cast):
    from django.utils import timezone

    (account,) = earners(cast.rep, 100)
    pin(account, removed_at=timezone.now())
    night()
    assert decision(account).tier == "platinum"
