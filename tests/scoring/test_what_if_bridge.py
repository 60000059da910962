"""A draft with another window is judged on what is kept and on what lies between the two windows: the same sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import clock
from foundation.sql import run_step
from scoring.models import Basis, TierPolicy
from scoring.services import policy_draft, what_if_now
from scoring.services.plan import EVERYTHING, window_values
from scoring.services.what_if_bridge import APART, way
from teams.models import Company, CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, complaint, night, policy, visit

SUMS = "account_id, revenue, profit, minutes, entries, active_months, tier, computed_tier, months_past, pin_id, since"
nights = st.sampled_from(
    [dt.date(2026, 3, 31), dt.date(2026, 3, 15), dt.date(2026, 2, 28), dt.date(2026, 3, 30), dt.date(2026, 4, 1)]
)
months = st.one_of(st.integers(1, 24), st.sampled_from([61, 62, 63, 122]))
amounts = st.decimals(-200, 500, places=4, allow_nan=False)
# Months back and days from there: around the beginnings of windows, where a day decides.
back = st.tuples(st.one_of(st.integers(0, 25), st.sampled_from([60, 61, 62, 63])), st.integers(-16, 16))
happenings = st.tuples(
    st.integers(0, 3), st.sampled_from(["sale", "sale", "sale", "rebate", "visit", "complaint"]), back, amounts, amounts
)


def happen(accounts, date, number, kind, when, one, other):
    day = min(clock.add_months(date, -when[0]) + dt.timedelta(days=when[1]), date + dt.timedelta(days=1))
    if kind == "sale":
        book(accounts[number], one, other, day)
    elif kind == "rebate":
        book(accounts[number], 0, other, day, kind="rebate")
    elif kind == "visit":
        visit(accounts[number], 7, day, expenses=abs(one))
    else:
        complaint(accounts[number], day, minutes=13, compensation=abs(one))


def found(how, values):
    with transaction.atomic(), connection.cursor() as cursor:
        for step in [*how.standing, *how.ranked]:
            run_step(step.file, values | step.values, without=step.without)
        cursor.execute(f"SELECT {SUMS} FROM night_standing ORDER BY account_id")
        transaction.set_rollback(True)
        return cursor.fetchall()


@pytest.mark.django_db
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(date=nights, kept=months, wanted=months, what=st.lists(happenings, max_size=14))
def test_the_sums_are_those_made_from_rows(cast, date, kept, wanted, what):
    with transaction.atomic():
        CostRate.objects.create(valid_from=dt.date(2020, 1, 1), hourly=Decimal(100))
        accounts = [make_account(cast.rep, f"Account {number}") for number in range(4)]
        for each in what:
            happen(accounts, date, *each)
        policy(window_months=kept, loyal_months=0)
        run = night(date)
        draft = TierPolicy(window_months=wanted, weight_stability=1)
        values = window_values(date, draft, Company.current().timezone) | EVERYTHING.values()
        how = way(run, draft, values)
        assert how != APART
        assert found(how, values) == found(APART, values)
        transaction.set_rollback(True)


@pytest.mark.parametrize("window_months", [6, 18])
def test_a_draft_is_told_the_same_either_way(cast, window_months):
    accounts = [make_account(cast.rep, f"Account {number}") for number in range(6)]
    for number, account in enumerate(accounts):
        for month in range(0, 20, number + 1):
            book(account, 100 * (number + 1), 10 * month, clock.add_months(DATE, -month))
    night()
    draft = policy_draft(actor=cast.manager, window_months=window_months, platinum_share=Decimal("0.3"))
    bridged = told(draft)
    Basis.objects.all().delete()
    assert told(draft) == bridged
    assert bridged


def told(draft):
    return list(what_if_now(draft).moves.order_by("account_id").values_list("account_id", "after", "profit_then"))


def test_other_rates_than_those_that_stand_are_not_bridged(cast):
    book(make_account(cast.rep, "Account"))
    run = night()
    CostRate.objects.create(valid_from=dt.date(2020, 1, 1), hourly=Decimal(100))
    draft = TierPolicy(window_months=6)
    assert way(run, draft, window_values(DATE, draft, Company.current().timezone)) == APART
