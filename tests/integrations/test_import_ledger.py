"""The ledger from a file: exact money, currencies, identities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Sum

from accounts.models import Account
from journal.models import Event
from scoring.models import LedgerEntry
from teams.models import ExchangeRate
from tests.cast import make_account

HEADER = "id,customer id,date,revenue,cost\n"


@pytest.fixture
def acme(cast) -> Account:
    return make_account(cast.rep, "Acme", external_id="C1")


def test_cost_follows_from_profit_to_the_last_digit(load, acme) -> None:
    load("ledger", "id,account,date,sales,profit\n1,Acme,2026-01-02,261.9601,41.9136\n")
    entry = LedgerEntry.objects.get()
    assert (entry.revenue, entry.cost) == (Decimal("261.9601"), Decimal("220.0465"))


def test_cost_and_profit_must_agree(load, acme) -> None:
    outcome = load("ledger", "account,date,revenue,cost,profit\nAcme,2026-01-02,10,4,5\nAcme,2026-01-03,10,4,6\n")
    assert outcome.problems == [(2, "profit")]


@pytest.mark.parametrize(
    "cell",
    ["NaN", "Infinity", "-Infinity", "1e400", "9" * 2000, "1.00005", "12345678901234567", "abc", "=1+1", "1.2.3"],
    ids=[
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "2000 digits",
        "five places",
        "too large",
        "words",
        "formula",
        "dots",
    ],
)
def test_what_is_no_amount_of_four_places_is_refused_with_its_row(cell, load, acme) -> None:
    outcome = load("ledger", f"{HEADER}1,C1,2026-01-02,5,1\n2,C1,2026-01-02,{cell},1\n")
    assert outcome.problems == [(3, "revenue")]
    assert not LedgerEntry.objects.exists()


def test_full_width_digits_and_grouping_are_understood(load, acme) -> None:
    load("ledger", HEADER + '1,C1,２０２６-０１-０２,"１,２３４.５０",１２\n')
    entry = LedgerEntry.objects.get()
    assert (entry.date, entry.revenue, entry.cost) == (dt.date(2026, 1, 2), Decimal("1234.5"), Decimal(12))


def test_the_same_file_twice_adds_nothing(load, acme) -> None:
    text = HEADER + "1,C1,2026-01-02,5,1\n2,C1,2026-01-03,6,1\n"
    assert load("ledger", text).counts == (2, 0, 0)
    assert load("ledger", text).counts == (0, 0, 2)


def test_rows_without_an_id_are_known_again_by_what_they_say(load, acme) -> None:
    text = "account,date,revenue\nAcme,2026-01-02,5\nAcme,2026-01-02,5\nAcme,2026-01-03,5\n"
    assert load("ledger", text).counts == (3, 0, 0)
    assert load("ledger", text).counts == (0, 0, 3)
    assert load("ledger", text + "Acme,2026-01-02,5\n").counts == (1, 0, 3)


def test_the_same_id_with_another_amount_is_corrected(load, acme) -> None:
    load("ledger", HEADER + "1,C1,2026-01-02,5,1\n2,C1,2026-01-02,5,1\n")
    assert load("ledger", HEADER + "1,C1,2026-01-02,7,1\n2,C1,2026-01-02,5,1\n").counts == (0, 1, 1)
    assert LedgerEntry.objects.get(external_id="1").revenue == 7


def test_an_account_nobody_knows_is_refused_or_made(load, cast) -> None:
    text = "account,customer id,date,revenue\nNew Ltd,C9,2026-01-02,5\nNew Ltd,C9,2026-01-03,5\n"
    outcome = load("ledger", text)
    assert outcome.problems == [(2, "account"), (3, "account")]
    outcome = load("ledger", text, "--create-accounts", "--owner", cast.rep.email)
    account = Account.objects.get()
    assert (account.name, account.external_id, account.owner, account.team) == ("New Ltd", "C9", cast.rep, cast.north)
    assert outcome.report["made"] == {"accounts": 1}


def test_a_name_that_two_accounts_have_is_refused(load, cast) -> None:
    make_account(cast.rep, "Acme")
    make_account(cast.rep, "ＡＣＭＥ")
    outcome = load("ledger", "account,date,revenue\nacme,2026-01-02,5\n", "--create-accounts")
    assert outcome.problems == [(2, "account")]


def test_another_teams_account_is_none(load, cast) -> None:
    make_account(cast.outsider, "Acme", external_id="C1")
    assert load("ledger", HEADER + "1,C1,2026-01-02,5,1\n", "--as", cast.rep.email).refused


def test_another_teams_entry_cannot_be_changed_by_its_id(load, cast, acme) -> None:
    theirs = make_account(cast.outsider, "Theirs", external_id="C2")
    entry = LedgerEntry.objects.create(account=theirs, date="2026-01-01", revenue=9, currency="CNY", external_id="1")
    outcome = load("ledger", HEADER + "1,C1,2026-01-02,5,1\n", "--as", cast.rep.email)
    assert outcome.problems == [(2, "external_id")]
    entry.refresh_from_db()
    assert (entry.account, entry.revenue) == (theirs, 9)


def test_other_currencies_take_the_rate_of_their_day(load, acme) -> None:
    for day, rate in (("2026-01-01", "7"), ("2026-02-01", "8")):
        ExchangeRate.objects.create(currency="USD", date=day, rate=rate)
    load(
        "ledger", "account,date,revenue,currency\nAcme,2026-01-15,10,usd\nAcme,2026-02-15,10,USD\nAcme,2026-02-15,10,\n"
    )
    assert LedgerEntry.objects.aggregate(total=Sum("revenue_base"))["total"] == 70 + 80 + 10


def test_a_currency_without_a_rate_that_day_is_refused(load, acme) -> None:
    ExchangeRate.objects.create(currency="USD", date="2026-02-01", rate=8)
    outcome = load(
        "ledger", "account,date,revenue,currency\nAcme,2026-02-02,1,USD\nAcme,2026-01-31,1,USD\nAcme,2026-02-02,1,EUR\n"
    )
    assert outcome.problems == [(3, "currency"), (4, "currency")]


@pytest.mark.parametrize("code", ["DOLLAR", "U$", "１２３"])
def test_what_is_no_currency_is_refused(code, load, acme) -> None:
    assert load("ledger", f"account,date,revenue,currency\nAcme,2026-02-02,1,{code}\n").problems == [(2, "currency")]


def test_american_dates_by_the_format(load, acme) -> None:
    load("ledger", "account,date,revenue\nAcme,1/2/2026,5\n", "--date-format", "%m/%d/%Y")
    assert LedgerEntry.objects.get().date == dt.date(2026, 1, 2)


def test_the_way_round_of_dates_is_found_out_where_one_row_tells(load, acme) -> None:
    outcome = load("ledger", "account,date,revenue\nAcme,1/2/2026,5\nAcme,13/2/2026,5\n")
    assert outcome.report["date_format"] == "%d/%m/%Y"
    assert LedgerEntry.objects.order_by("date")[0].date == dt.date(2026, 2, 1)


def test_dates_that_could_be_either_way_round_refuse_the_file(load, acme) -> None:
    assert "--date-format" in load("ledger", "account,date,revenue\nAcme,1/2/2026,5\n").messages


def test_a_day_that_cannot_be_is_refused_with_its_row(load, acme) -> None:
    assert load("ledger", "account,date,revenue\nAcme,0226-01-01,5\n").problems == [(2, "date")]


def test_each_account_leaves_one_event(load, acme) -> None:
    load("ledger", HEADER + "1,C1,2026-01-02,5,1\n2,C1,2026-01-03,6,1\n")
    assert Event.objects.filter(verb="ledger.added", account_id=acme.pk).count() == 1


def test_a_file_larger_than_a_batch_is_streamed(load, acme) -> None:
    rows = "".join(f"{number},C1,2026-01-02,{number}.25,1\n" for number in range(12_000))
    assert load("ledger", HEADER + rows).counts == (12_000, 0, 0)
    assert LedgerEntry.objects.aggregate(total=Sum("revenue"))["total"] == sum(range(12_000)) + 12_000 // 4


def test_what_an_entry_is_comes_from_its_own_column(load, acme) -> None:
    rows = "1,C1,2026-01-02,100,40,\n2,C1,2026-01-03,,7,rebate\n3,C1,2026-01-04,,9,投诉\n"
    load("ledger", "id,customer id,date,revenue,cost,kind\n" + rows)
    assert list(LedgerEntry.objects.order_by("date").values_list("kind", "revenue", "cost")) == [
        ("sale", 100, 40),
        ("rebate", 0, 7),
        ("complaint", 0, 9),
    ]


def test_a_file_of_nothing_but_rebates_needs_no_revenue(load, acme) -> None:
    assert load("ledger", "id,customer id,date,cost,kind\n1,C1,2026-01-03,7,rebate\n").counts == (1, 0, 0)


@pytest.mark.parametrize(
    ("row", "column"),
    [("100,1,rebate", "revenue"), (",1,sale", "revenue"), (",1,", "revenue"), (",1,present", "kind")],
)
def test_what_no_kind_can_be_is_refused_with_its_row(row, column, load, acme) -> None:
    outcome = load("ledger", f"id,customer id,date,revenue,cost,kind\n1,C1,2026-01-03,{row}\n")
    assert outcome.problems == [(2, column)]


def test_a_file_that_is_silent_on_kinds_keeps_them_where_there_is_no_revenue(load, acme) -> None:
    load("ledger", "id,customer id,date,revenue,cost,kind\n1,C1,2026-01-03,,7,rebate\n2,C1,2026-01-03,,7,rebate\n")
    outcome = load("ledger", HEADER + "1,C1,2026-01-03,0,8\n2,C1,2026-01-03,5,8\n")
    assert outcome.counts == (0, 2, 0)
    assert list(LedgerEntry.objects.order_by("external_id").values_list("kind", flat=True)) == ["rebate", "sale"]
    assert Event.objects.get(verb="ledger.changed", changes__has_key="kind").changes["kind"] == ["rebate", "sale"]


def test_a_row_is_the_same_whether_it_says_sale_or_not(load, acme) -> None:
    load("ledger", "customer id,date,revenue,cost\nC1,2026-01-03,5,1\n")
    assert load("ledger", "customer id,date,revenue,cost,kind\nC1,2026-01-03,5,1,sale\n").counts == (0, 0, 1)


@pytest.mark.parametrize(
    ("cell", "options", "refused"),
    [("USD 5", [], True), ("€5", [], True), ("$5", [], True), ("¥5", [], False), ("5元", [], False),
     ("$5", ["--currency", "USD"], False), ("US 5", [], True)],
)  # fmt: skip
def test_an_amount_that_names_another_currency_is_refused(cell, options, refused, load, acme) -> None:
    ExchangeRate.objects.create(currency="USD", date="2026-01-01", rate=8)
    outcome = load("ledger", f"{HEADER}1,C1,2026-01-02,{cell},1\n", *options)
    assert outcome.problems == ([(2, "revenue")] if refused else [])


def test_the_currency_of_the_row_is_the_one_that_the_amount_must_name(load, acme) -> None:
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate=8)
    rows = "Acme,2026-01-02,€5,EUR\nAcme,2026-01-03,¥5,EUR\n"
    problems = load("ledger", "account,date,revenue,currency\n" + rows).problems
    assert (problems[0], {line for line, _column in problems}) == ((3, "revenue"), {3})


def test_an_amount_that_no_sum_could_hold_at_its_rate_names_the_row(load, acme) -> None:
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="9999999999")
    told = load(
        "ledger",
        "external_id,account,date,revenue,currency\nA,Acme,2026-03-01,5,CNY\nB,Acme,2026-03-01,999999999999,EUR\n",
    )
    assert told.problems == [(3, "revenue")]
    assert not LedgerEntry.objects.exists()
