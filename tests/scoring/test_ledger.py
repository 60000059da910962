"""Entries taken over by external id: once, changed, or refused with the reason."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.errors import Forbidden
from journal.models import Event
from scoring.models import LedgerEntry
from scoring.services import Booking, ledger_upsert
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.scoring.make import book, decision, night

DAY = dt.date(2026, 3, 1)


def booking(account, external_id="INV-1", revenue="100", **fields) -> Booking:
    fields = {"cost": Decimal(40), **fields}
    return Booking(account.pk, fields.pop("date", DAY), Decimal(revenue), external_id=external_id, **fields)


def outcome(booked) -> tuple[int, int, int, int]:
    return len(booked.created), len(booked.updated), len(booked.unchanged), len(booked.refused)


def test_new_rows_are_written(cast, account):
    rows = [booking(account, f"INV-{n}") for n in range(3)]
    assert outcome(ledger_upsert(actor=cast.manager, rows=rows)) == (3, 0, 0, 0)
    assert LedgerEntry.objects.get(external_id="INV-1").currency == "CNY"


def test_the_same_rows_twice_add_nothing(cast, account):
    rows = [booking(account, f"INV-{n}") for n in range(3)]
    ledger_upsert(actor=cast.manager, rows=rows)
    before = list(LedgerEntry.objects.values())
    assert outcome(ledger_upsert(actor=cast.manager, rows=rows)) == (0, 0, 3, 0)
    assert list(LedgerEntry.objects.values()) == before


def test_a_known_id_changes_its_row_and_the_event_tells_how(cast, account):
    ledger_upsert(actor=cast.manager, rows=[booking(account)])
    assert outcome(ledger_upsert(actor=cast.manager, rows=[booking(account, revenue="120")])) == (0, 1, 0, 0)
    assert LedgerEntry.objects.get().revenue_base == 120
    event = Event.objects.get(verb="ledger.changed")
    assert (event.actor, event.changes["revenue"]) == (cast.manager, ["100.0000", "120.0000"])


def test_rows_without_an_id_are_always_new(cast, account):
    for _ in range(2):
        ledger_upsert(actor=cast.manager, rows=[booking(account, external_id="")])
    assert LedgerEntry.objects.count() == 2


def test_another_currency_comes_in_at_the_rate_of_its_day(cast, account):
    for day, rate in [("2026-02-01", "7.5"), ("2026-03-01", "7.8"), ("2026-03-02", "9")]:
        ExchangeRate.objects.create(currency="EUR", date=day, rate=rate)
    ledger_upsert(actor=cast.manager, rows=[booking(account, currency="EUR")])
    entry = LedgerEntry.objects.get()
    assert (entry.revenue, entry.currency, entry.rate) == (100, "EUR", Decimal("7.8"))
    assert (entry.revenue_base, entry.cost_base) == (780, 312)


def test_a_rate_that_changes_later_leaves_the_booked_row_alone(cast, account):
    rate = ExchangeRate.objects.create(currency="EUR", date=DAY, rate="7.8")
    ledger_upsert(actor=cast.manager, rows=[booking(account, currency="EUR")])
    rate.rate = 9
    rate.save()
    assert outcome(ledger_upsert(actor=cast.manager, rows=[booking(account, currency="EUR")])) == (0, 0, 1, 0)
    ledger_upsert(actor=cast.manager, rows=[booking(account, currency="EUR", note="checked")])
    assert LedgerEntry.objects.get().rate == Decimal("7.8")
    ledger_upsert(actor=cast.manager, rows=[booking(account, currency="EUR", revenue="101")])
    assert LedgerEntry.objects.get().rate == 9


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"currency": "euro"}, "currency"),
        ({"revenue": "1.00001"}, "revenue"),
        ({"revenue": "NaN"}, "revenue"),
        ({"revenue": "Infinity"}, "revenue"),
        ({"revenue": "1e400"}, "revenue"),
        ({"cost": Decimal("-1e30")}, "cost"),
        ({"date": dt.date(1969, 12, 31)}, "date"),
        ({"date": dt.date(2999, 1, 1)}, "date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(cast, account, fields, field):
    booked = ledger_upsert(actor=cast.manager, rows=[booking(account, **fields)])
    assert [(place, error.field) for place, error in booked.refused] == [(0, field)]
    assert not LedgerEntry.objects.exists()


def test_good_rows_beside_refused_ones_are_the_callers_choice(cast, account):
    booked = ledger_upsert(actor=cast.manager, rows=[booking(account, "A"), booking(account, "B", currency="EUR")])
    assert outcome(booked) == (1, 0, 0, 1)


def test_an_id_twice_among_the_rows_refuses_both(cast, account):
    booked = ledger_upsert(actor=cast.manager, rows=[booking(account), booking(account, "INV-2"), booking(account)])
    assert [place for place, _error in booked.refused] == [0, 2]


def test_an_account_out_of_sight_is_none(cast):
    hidden = make_account(cast.outsider)
    booked = ledger_upsert(actor=cast.manager, rows=[booking(hidden)])
    assert booked.refused[0][1].field == "account"
    assert not LedgerEntry.objects.exists()


def test_an_id_of_a_hidden_entry_is_taken_and_the_entry_unharmed(cast, account):
    entry = book(make_account(cast.outsider), external_id="INV-1")
    booked = ledger_upsert(actor=cast.manager, rows=[booking(account, revenue="1")])
    assert booked.refused[0][1].field == "external_id"
    entry.refresh_from_db()
    assert entry.revenue == 1000


def test_one_event_an_account_however_many_rows(cast, account):
    other = make_account(cast.rep, "Other")
    rows = [booking(account, f"A{n}") for n in range(5)] + [booking(other, f"B{n}") for n in range(5)]
    ledger_upsert(actor=cast.manager, rows=rows)
    assert sorted(Event.objects.values_list("verb", "account_id")) == sorted(
        [("ledger.added", account.pk), ("ledger.added", other.pk)]
    )


def test_five_thousand_rows_cost_a_handful_of_queries(cast, account, django_assert_max_num_queries):
    rows = [booking(account, f"INV-{n}") for n in range(5000)]
    with django_assert_max_num_queries(16):
        assert outcome(ledger_upsert(actor=cast.manager, rows=rows))[0] == 5000


def test_sums_of_a_night_are_in_the_base_currency(cast, account):
    ExchangeRate.objects.create(currency="EUR", date="2020-01-01", rate="7.5")
    rows = [booking(account, "A"), booking(account, "B", currency="EUR")]
    ledger_upsert(actor=cast.manager, rows=rows)
    night()
    assert (decision(account).revenue, decision(account).profit) == (850, 510)


@pytest.mark.parametrize(("who", "may"), [("rep", False), ("integration", True), ("director", True), ("admin", True)])
def test_a_rep_books_nothing(cast, account, who, may):
    with nullcontext() if may else pytest.raises(Forbidden):
        ledger_upsert(actor=cast[who], rows=[booking(account)])
    assert LedgerEntry.objects.exists() == may


def test_five_thousand_changed_rows_cost_a_handful_of_queries(cast, account, django_assert_max_num_queries):
    ledger_upsert(actor=cast.manager, rows=[booking(account, f"INV-{n}") for n in range(5000)])
    rows = [booking(account, f"INV-{n}", cost=Decimal(41)) for n in range(5000)]
    with django_assert_max_num_queries(30):
        assert outcome(ledger_upsert(actor=cast.manager, rows=rows))[1] == 5000
    assert Event.objects.filter(verb="ledger.changed").count() == 5000


def test_lists_in_other_orders_wait_for_each_other_in_one_order(cast, account):
    ledger_upsert(actor=cast.manager, rows=[booking(account, "A"), booking(account, "B")])
    rows = [booking(account, key, cost=Decimal(41)) for key in "BA"]
    with CaptureQueriesContext(connection) as asked:
        booked = ledger_upsert(actor=cast.manager, rows=rows)
    assert [entry.external_id for entry in booked.updated] == ["A", "B"]
    assert any("FOR NO KEY UPDATE" in query["sql"] for query in asked)
