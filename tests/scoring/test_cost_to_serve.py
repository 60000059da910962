"""What visits cost: minutes at the person's dated rate, and expenses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from scoring.queries import explain
from scoring.queries.costs import complaints_behind, visits_behind
from teams.models import CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, complaint, decision, night, visit


@pytest.fixture
def visited(cast):
    account = make_account(cast.rep)
    book(account, 1000, 0)
    return account


def rate(hourly, valid_from="2020-01-01", user=None):
    CostRate.objects.create(user=user, valid_from=valid_from, hourly=hourly)


def test_minutes_at_the_rate_for_everybody(visited):
    rate(120)
    visit(visited, 90)
    night()
    assert (decision(visited).cost_to_serve, decision(visited).profit, decision(visited).minutes) == (180, 820, 90)


def test_the_persons_own_rate_comes_first(cast, visited):
    rate(120)
    rate(600, user=cast.rep)
    visit(visited, 30)
    night()
    assert decision(visited).cost_to_serve == 300


def test_before_the_own_rate_began_the_one_for_everybody_counts(cast, visited):
    rate(120)
    rate(600, DATE, user=cast.rep)
    visit(visited, 60, DATE - dt.timedelta(days=1))
    visit(visited, 60, DATE)
    night()
    assert decision(visited).cost_to_serve == 720


def test_each_visit_at_the_rate_of_its_day(visited):
    rate(60)
    rate(120, "2026-03-01")
    visit(visited, 60, dt.date(2026, 2, 28))
    visit(visited, 60, dt.date(2026, 3, 1))
    night()
    assert decision(visited).cost_to_serve == 180


def test_without_a_rate_time_costs_nothing_but_counts(visited):
    visit(visited, 45)
    night()
    assert (decision(visited).cost_to_serve, decision(visited).minutes) == (0, 45)


def test_expenses_come_in_the_base_currency(visited):
    visit(visited, 0, expenses=Decimal("12.50"), currency="EUR", rate=Decimal("7.8"))
    night()
    assert decision(visited).cost_to_serve == Decimal("97.5")


def test_thirds_of_an_hour_are_rounded_once(visited):
    rate(100)
    for _ in range(3):
        visit(visited, 20)
    night()
    assert decision(visited).cost_to_serve == 100


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_only_logged_visits_cost(visited, state):
    rate(100)
    visit(visited, 60, state=state)
    night()
    assert decision(visited).cost_to_serve == 0


@pytest.mark.parametrize(("utc", "counts"), [("2026-03-31 15:59", True), ("2026-03-31 16:00", False)])
def test_a_visit_counts_on_the_companys_day(visited, utc, counts):
    """Midnight in Shanghai is 16:00 UTC."""
    rate(100)
    visit(visited, 60, starts_at=timezone.make_aware(dt.datetime.fromisoformat(utc), dt.UTC))
    night()
    assert decision(visited).cost_to_serve == (100 if counts else 0)


def test_serving_can_make_an_account_lead(visited):
    rate(1200)
    visit(visited, 60)
    night()
    assert (decision(visited).tier, decision(visited).profit) == ("lead", -200)


def test_the_visits_behind_it_add_up_to_it(cast, visited):
    rate(90)
    rate(123, "2026-02-10", user=cast.rep)
    for minutes, day in [(20, "2025-04-01"), (35, "2026-02-09"), (7, "2026-02-10"), (600, "2025-03-31")]:
        visit(visited, minutes, dt.date.fromisoformat(day), expenses=Decimal("3.10"))
    night()
    rows = visits_behind(explain(visited))
    assert len(rows) == 3
    assert sum(row["cost"] for row in rows) == pytest.approx(decision(visited).cost_to_serve, abs=Decimal("0.0000001"))


def test_a_complaint_costs_its_minutes_and_what_was_paid(cast, visited):
    rate(120)
    complaint(visited, minutes=30, compensation=Decimal("12.50"), rate=2)
    complaint(visited, dt.date(2025, 3, 31), compensation=99)
    book(visited, 0, 5, kind="complaint")
    night()
    row = decision(visited)
    assert (row.complaints, row.visit_cost, row.cost_to_serve, row.profit) == (90, 0, 90, 910)
    assert [(each["minutes"], each["compensation"], each["cost"]) for each in complaints_behind(explain(visited))] == [
        (30, 25, 85)
    ]


def test_the_month_in_which_a_window_begins_and_ends_is_one(cast):
    account = make_account(cast.rep)
    for back in range(12):
        year, month = divmod(2026 * 12 + 2 - back, 12)
        book(account, 10, 0, dt.date(year, month + 1, 28))
    book(account, 10, 0, dt.date(2026, 4, 1))
    night(dt.date(2026, 4, 20))
    assert decision(account, dt.date(2026, 4, 20)).active_months == 12
