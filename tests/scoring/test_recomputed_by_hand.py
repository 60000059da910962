"""Accounts picked by chance: what the pages show of each leads by hand from its ledger rows to its tier."""

from __future__ import annotations

import datetime as dt
import os
import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from scoring.models import LedgerEntry, ScoringRun
from teams.models import CostRate
from tests.scoring.make import DATE, earners, night, visit

SEEDS = [int(seed) for seed in os.environ.get("KAM_TEST_SEEDS", "1 2").split()]
"""Other companies, and other accounts of them, by other numbers."""
PICKED = 10
EIGHT = Decimal("0.00000001")


@pytest.fixture(params=SEEDS)
def dice(request) -> random.Random:
    return random.Random(request.param)


@pytest.fixture
def company(cast, dice):
    """Sixty accounts with returns, rebates, complaints, dollars at dated rates, visits, entries beyond the window."""
    CostRate.objects.create(hourly=Decimal("180"), valid_from=dt.date(2020, 1, 1))
    accounts = earners(cast.rep, *(round(dice.paretovariate(0.9), 2) for _ in range(60)))
    entries = [_entry(dice, account) for account in accounts for _ in range(dice.randint(0, 14))]
    LedgerEntry.objects.bulk_create(entries)
    for account in accounts:
        for _ in range(dice.randint(0, 2)):
            spent = {"expenses": dice.randint(0, 3), "minutes": dice.choice([1, 7])}
            visit(account, day=DATE - dt.timedelta(days=dice.randint(0, 500)), **spent)
    night()
    return accounts


def _entry(dice: random.Random, account: Any) -> LedgerEntry:
    kind = dice.choice(["sale"] * 6 + ["rebate", "complaint"])
    currency, rate = dice.choice([("CNY", Decimal(1)), ("USD", Decimal("7.1234"))])
    revenue = Decimal(dice.randint(-200, 4000)) / 100 if kind == "sale" else Decimal(0)
    cost = (
        abs(revenue) * Decimal(dice.randint(60, 103)) / 100 if kind == "sale" else Decimal(dice.randint(1, 300)) / 100
    )
    return LedgerEntry(
        account=account, kind=kind, currency=currency, rate=rate, revenue=revenue,
        cost=cost.quantize(Decimal("0.01")), date=DATE - dt.timedelta(days=dice.randint(0, 500)),
    )  # fmt: skip


def rows_of(client: Any, address: str) -> list[Any]:
    """All pages of a list."""
    found: list[Any] = []
    for page in range(1, 9):
        context = client.get(f"{address}&page={page}").context
        found += context["rows"]
        if not context["page"].has_next:
            return found
    raise AssertionError("more pages than anybody would follow by hand")


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(EIGHT, ROUND_HALF_UP)


def by_hand(client: Any, shown: dict[str, Any]) -> dict[str, Any]:
    """Profit and active months, from the rows behind the links of the page alone."""
    entries = rows_of(client, shown["ledger_url"])
    sales = [entry for entry in entries if entry.kind == "sale"]
    base = {entry.pk: (half_up(entry.revenue * entry.rate), half_up(entry.cost * entry.rate)) for entry in entries}
    visits = sum(
        (half_up(each["minutes"] * each["hourly"] / 60) + each["expenses"] for each in shown["visits"]), Decimal(0)
    )
    revenue = sum((base[entry.pk][0] for entry in sales), Decimal(0))
    months = {entry.date.month for entry in sales if entry.revenue > 0}
    costs = sum((cost for _revenue, cost in base.values()), Decimal(0))
    return {"revenue": revenue, "profit": revenue - costs - visits, "months": len(months), "is_rated": bool(entries)}


def tier_by_hand(account: int, mine: dict[str, Any], ranked: list[tuple[Decimal, int]]) -> tuple[str, int]:
    """By the lines of docs/scoring.md, with the shipped policy; `ranked`: (profit, account), highest first."""
    profits = [profit for profit, _account in ranked]
    rank = [each for _profit, each in ranked].index(account) + 1
    above, positive = sum(profits[: rank - 1], Decimal(0)), sum(profit for profit in profits if profit > 0)
    if mine["profit"] <= 0 or mine["profit"] < Decimal("0.02") * mine["revenue"]:
        return "lead", rank
    if above < positive / 2 and rank <= -(-len(ranked) // 5):
        return "platinum", rank
    is_loyal = mine["months"] >= 6
    return ("gold" if above < positive * Decimal("0.8") and is_loyal else "iron"), rank


def test_ten_accounts_picked_by_chance_are_followed_from_the_ledger_to_the_tier(company, dice, sign_in):
    client = sign_in("director")
    ranked = [(row.profit, row.account_id) for row in rows_of(client, "/tiers/accounts/?ordering=rank&rated=true")]
    seen = set()
    for account in dice.sample(company, PICKED):
        shown = client.get(f"/accounts/{account.pk}/tier/").context
        mine, row = by_hand(client, shown), shown["why"].decision
        assert mine["is_rated"]
        assert (mine["profit"], mine["revenue"], mine["months"]) == (row.profit, row.revenue, row.active_months)
        assert tier_by_hand(account.pk, mine, ranked) == (row.tier, row.rank)
        account.refresh_from_db()
        assert account.tier == row.tier
        seen.add(row.tier)
    assert len(seen) > 1
    assert ScoringRun.objects.get().positive_profit == sum(profit for profit, _account in ranked if profit > 0)
