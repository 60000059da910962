"""Rebates, complaints and other service: what they cost is cost to serve, and is told apart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from scoring.models import LedgerEntry, Rhythm, Standing
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, night, visit

FIRST_HALF = dt.date(2025, 6, 1)


@pytest.fixture
def served(cast):
    """Sold 1,000 at a direct cost of 400, and gave away 100, 20 and 3."""
    account = make_account(cast.rep, "Served")
    book(account, 1000, 400)
    for kind, cost in [("rebate", 100), ("complaint", 20), ("service", 3)]:
        book(account, 0, cost, kind=kind)
    return account


def test_each_kind_is_told_apart_and_none_is_direct_cost(served):
    night()
    row = decision(served)
    assert (row.cost, row.cost_to_serve, row.profit) == (400, 123, 477)
    assert (row.rebates, row.complaints, row.services, row.visit_cost) == (100, 20, 3, 0)


def test_visits_stand_beside_them(served):
    visit(served, 60, expenses=50)
    night()
    assert (decision(served).visit_cost, decision(served).cost_to_serve) == (50, 173)


def test_a_given_rebate_can_be_taken_back(served):
    book(served, 0, -100, kind="rebate")
    night()
    assert (decision(served).rebates, decision(served).profit) == (0, 577)


def test_whoever_only_costs_is_rated_and_makes_a_loss(cast):
    account = make_account(cast.rep)
    book(account, 0, 80, kind="complaint")
    night()
    row = decision(account)
    assert (row.entries, row.tier, row.rule, row.active_months) == (1, "lead", "loss", 0)


def test_they_are_no_orders_and_make_no_month_active(served):
    book(served, 0, 5, dt.date(2026, 1, 15), kind="rebate")
    night()
    assert (decision(served).active_months, Rhythm.objects.get(pk=served.pk).orders) == (1, 1)


def test_a_rebate_in_the_later_half_is_no_falling_profit(cast):
    account = make_account(cast.rep)
    book(account, 1000, 0, FIRST_HALF)
    book(account, 1000, 0)
    book(account, 0, 900, kind="rebate")
    night()
    kept = Standing.objects.get(pk=account.pk)
    assert (kept.earlier, kept.recent) == (1000, 1000)


def test_what_lies_before_the_window_does_not_count(served):
    book(served, 0, 70, dt.date(2025, 3, 31), kind="rebate")
    night()
    assert decision(served).rebates == 100


def test_another_kind_alone_is_a_new_decision(served):
    night()
    LedgerEntry.objects.filter(kind="rebate").update(kind="complaint")
    night(DATE + dt.timedelta(days=1))
    then, now = decision(served), decision(served, DATE + dt.timedelta(days=1))
    assert (then.complaints, now.complaints, now.rebates) == (20, 120, 0)
    assert then.profit == now.profit


def test_the_database_refuses_revenue_of_a_rebate(served):
    with pytest.raises(IntegrityError), transaction.atomic():
        book(served, 1, 0, kind="rebate")


def test_the_explanation_opens_the_rows_of_each_part(sign_in, served):
    night()
    page = sign_in("rep").get(f"/accounts/{served.pk}/tier/").content.decode()
    url = f"/accounts/{served.pk}/ledger/?since=2025-04-01&amp;until=2026-03-31&amp;kind=rebate"
    assert url in page
    rows = sign_in("rep").get(url.replace("&amp;", "&")).context["rows"]
    assert [row.cost for row in rows] == [100]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"kind": "rebate", "revenue": "1"}, "revenue"), ({"kind": "gift", "cost": "1"}, "kind"), ({}, "revenue")],
)
def test_the_api_refuses_what_no_kind_is(api, served, body, field):
    answer = api("integration").post(
        "/api/v1/ledger-entries/", {"account": served.pk, "date": "2026-03-01", **body}, format="json"
    )
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_the_api_takes_a_rebate_without_revenue(api, served):
    body = {"account": served.pk, "date": "2026-03-01", "kind": "rebate", "cost": "12.5", "external_id": "R-1"}
    answer = api("integration").post("/api/v1/ledger-entries/", body, format="json")
    assert (answer.status_code, answer.json()["kind"], Decimal(answer.json()["revenue"])) == (201, "rebate", 0)
