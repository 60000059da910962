"""The whale curve and its figures, against plain Python, and over the reader's accounts only."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from scoring.models import ScoringRun, TierDecision
from scoring.queries import concentration, whale_curve
from tests.cast import make_account
from tests.scoring.make import DATE, book, earners, night

profits = st.lists(
    st.one_of(st.sampled_from([0, 10, 100, -100]).map(Decimal), st.decimals(-500, 5000, places=2, allow_nan=False)),
    max_size=25,
)
quickly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def decide(owner, amounts):
    """A night's decisions with these profits, without running it."""
    ScoringRun.objects.create(business_date=DATE, state="done", rated=len(amounts), finished_at=timezone.now())
    fields = {"owner": owner, "team": owner.team, "sort_key": "", "search_text": ""}
    accounts = Account.objects.bulk_create(Account(name="A", **fields) for _ in amounts)
    common = {"valid_from": DATE, "rule": "ordinary", "entries": 1}
    TierDecision.objects.bulk_create(
        TierDecision(account=account, profit=amount, revenue=0, cost=0, cost_to_serve=0, **common)
        for account, amount in zip(accounts, amounts, strict=True)
    )
    return TierDecision.objects.all()


@pytest.mark.django_db
@quickly
@given(amounts=profits)
def test_the_figures_equal_plain_python(cast, amounts):
    with transaction.atomic():
        found = concentration(decide(cast.rep, amounts))
        transaction.set_rollback(True)
    falling = sorted(amounts, reverse=True)
    total, n = sum(amounts, Decimal(0)), len(amounts)
    top = ceil(Decimal(n) / 5)
    assert (found.accounts, found.profit, found.top_accounts) == (n, total, top)
    assert found.top_profit == sum(falling[:top], Decimal(0))
    assert found.peak_profit == sum((p for p in amounts if p > 0), Decimal(0))
    assert (found.unprofitable, found.losses) == (
        sum(p <= 0 for p in amounts),
        sum((p for p in amounts if p <= 0), Decimal(0)),
    )
    running = [sum(falling[:k], Decimal(0)) for k in range(1, n + 1)]
    reach = next((k for k, value in enumerate(running, 1) if value >= total * Decimal("0.8")), None)
    assert found.reach_goal == (reach if total > 0 else None)
    assert (found.top_share is None) == (total <= 0)


@pytest.mark.django_db
@quickly
@given(amounts=profits)
def test_the_curve_begins_at_nothing_ends_at_everything_and_shows_its_peak(cast, amounts):
    with transaction.atomic():
        curve = whale_curve(decide(cast.rep, amounts))
        transaction.set_rollback(True)
    if not amounts:
        assert curve == []
        return
    positive = sum((p for p in amounts if p > 0), Decimal(0))
    assert curve[0] == (0, 0)
    assert curve[-1] == (len(amounts), sum(amounts))
    assert max(profit for _n, profit in curve) == positive


@pytest.mark.parametrize(("accounts", "least"), [(5, 5), (250, 100), (3000, 150)])
def test_a_curve_has_at_most_two_hundred_points(cast, accounts, least):
    curve = whale_curve(decide(cast.rep, [Decimal(n) for n in range(accounts)]))
    assert least <= len(curve) - 1 <= 200
    assert len({n for n, _profit in curve}) == len(curve)


@pytest.mark.parametrize(
    ("amounts", "gini"), [([1, 1, 1, 1], 0), ([100, 0, 0, 0], "0.75"), ([100, -50], "1.5"), ([-1], None)]
)
def test_gini(cast, amounts, gini):
    found = concentration(decide(cast.rep, [Decimal(amount) for amount in amounts])).gini
    assert found == (gini if gini is None else Decimal(gini))


def test_unrated_accounts_are_not_counted(cast):
    earners(cast.rep, 100)
    make_account(cast.rep, "Prospect")
    night()
    assert concentration(TierDecision.objects.all()).accounts == 1


@pytest.mark.parametrize(
    ("who", "profit"), [("rep", 100), ("peer", 0), ("manager", 100), ("outsider", 40), ("director", 140)]
)
def test_it_is_over_what_the_reader_sees(cast, who, profit):
    earners(cast.rep, 100)
    other = make_account(cast.outsider, "Southern Glass")
    book(other, 40, 0)
    night()
    assert concentration(TierDecision.objects.visible_to(cast[who])).profit == profit
