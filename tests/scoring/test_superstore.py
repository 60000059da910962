"""The figures of real order lines, from the database (../shared/data; skipped where it is missing)."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Account
from scoring.models import LedgerEntry, TierDecision
from scoring.queries import concentration, night_summary
from tests.cast import make_cast
from tests.scoring import oracle
from tests.scoring.make import decisions, night, placed, policy

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "superstore" / "superstore_9994.csv"
DATE = dt.date(2017, 12, 31)

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="no ../shared/data/superstore beside the project")


@pytest.fixture(scope="module")
def lines():
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [
            (
                row["Customer ID"],
                dt.datetime.strptime(row["Order Date"], "%m/%d/%Y").date(),  # noqa: DTZ007
                Decimal(row["Sales"]),
                Decimal(row["Sales"]) - Decimal(row["Profit"]),
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, password_hash, lines):
    """Hired and booked once for all tests of this file; each test's own writes are undone by `db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast(password_hash)
        yield cast, booked(cast, lines)
        transaction.set_rollback(True)


def booked(cast, lines):
    names = list(dict.fromkeys(line[0] for line in lines))
    fields = {"owner": cast.rep, "team": cast.north, "sort_key": "", "search_text": ""}
    accounts = Account.objects.bulk_create(Account(name=name, external_id=name, **fields) for name in names)
    ids = {account.name: account.pk for account in accounts}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(account_id=ids[name], date=day, revenue=sales, cost=cost, currency="CNY")
        for name, day, sales, cost in lines
    )
    policy(window_months=48)
    return ids


@pytest.fixture
def cast(standing, db):
    return standing[0]


@pytest.fixture
def store(standing, db):
    return standing[1]


def test_the_twenty_eighty_figures(store):
    summary = night_summary(night(DATE))
    assert summary["rated"] == 793
    assert (summary["top_accounts"], summary["top_share"]) == (159, 81.66)
    assert (summary["unprofitable"], summary["unprofitable_share"]) == (155, 19.55)
    assert (summary["losses"], summary["peak"]) == ("-71224.47", 124.87)
    assert summary["accounts_for_80_percent"] == 153
    assert summary["profit"] == "286397.02"


def test_the_tier_page_says_so(store, sign_in):
    night(DATE)
    page = sign_in("director").get(f"/tiers/?night={DATE}").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "The top 20 % of accounts (159 of 793) bring 82 % of profit" in page
    assert "155 of 793 accounts lose money" in page
    assert "81.66 % of profit; the curve peaks at 124.87 %" in page


def test_every_loss_maker_is_lead(store):
    night(DATE)
    losers = TierDecision.objects.filter(profit__lte=0)
    assert losers.count() == 155
    assert set(losers.values_list("tier", flat=True)) == {"lead"}


def test_it_equals_the_oracle(store, lines):
    company = oracle.Company(sorted(store.values()))
    company.entries = [oracle.Entry(store[name], day, sales, cost) for name, day, sales, cost in lines]
    inputs = oracle._inputs(company, DATE, oracle.Policy(window_months=48))
    night(DATE)
    found = {row.account_id: row for row in placed(decisions(DATE), DATE)}
    assert {pk: row.profit for pk, row in found.items()} == {pk: d.profit for pk, d in inputs.items()}
    standing = oracle.Standing(inputs, oracle.Policy(window_months=48))
    assert [row.account_id for row in sorted(found.values(), key=lambda row: row.rank)] == standing.order
    for pk in standing.order[::40]:
        assert found[pk].computed_rule == standing.rule(pk, inputs[pk], inputs[pk].profit)


@pytest.mark.parametrize("year", [2014, 2015, 2016, 2017])
def test_single_years_pass_a_hundred_per_cent(store, year):
    policy(window_months=12)
    night(dt.date(year, 12, 31))
    share = concentration(decisions(dt.date(year, 12, 31))).top_share
    assert Decimal("1.03") < share < Decimal("1.17")
