"""Visits that are there already and come in a file again: the file changes what it says, and nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from accounts import services
from accounts.models import Account, Contact, Visit
from teams.models import ExchangeRate
from tests.cast import make_account

HEADER = "id,account,date,summary,expenses,currency,next step,next step date\n"
FILE = HEADER + "V1,Acme,2026-03-04,Talked,100,EUR,Send offer,2026-03-10\n"


@pytest.fixture
def acme(cast) -> Account:
    return make_account(cast.rep, "Acme", external_id="C1")


@pytest.fixture
def visit(load, acme) -> Visit:
    """A visit of 100 EUR at 7.8, imported from FILE."""
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="7.8")
    load("visits", FILE)
    return Visit.objects.get()


def money_of(visit: Visit) -> tuple[Decimal, str, Decimal]:
    visit.refresh_from_db()
    return visit.expenses, visit.currency, visit.rate


def correct_the_rate() -> None:
    ExchangeRate.objects.update(rate="9")


def test_a_file_without_a_currency_changes_no_money(load, visit) -> None:
    assert load("visits", "id,account,date,summary\nV1,Acme,2026-03-04,Said more\n").counts == (0, 1, 0)
    assert money_of(visit) == (100, "EUR", Decimal("7.8"))


def test_a_blank_currency_changes_no_money(load, visit) -> None:
    assert load("visits", FILE.replace("EUR", "")).counts == (0, 0, 1)
    assert money_of(visit) == (100, "EUR", Decimal("7.8"))


def test_another_amount_takes_the_rate_of_the_visits_own_currency(load, visit) -> None:
    correct_the_rate()
    load("visits", "id,account,date,expenses\nV1,Acme,2026-03-04,120\n")
    assert money_of(visit) == (120, "EUR", 9)


def test_another_day_takes_its_rate_and_another_hour_keeps_it(load, visit) -> None:
    correct_the_rate()
    load("visits", "id,account,date\nV1,Acme,2026-03-04 15:00\n")
    assert money_of(visit)[2] == Decimal("7.8")
    load("visits", "id,account,date\nV1,Acme,2026-03-05 15:00\n")
    assert money_of(visit)[2] == 9


def test_a_day_without_a_rate_refuses_the_row(load, visit) -> None:
    assert load("visits", FILE.replace("2026-03-04", "2025-03-04")).problems == [(2, "currency")]
    assert load("visits", FILE.replace("V1", "V2").replace("EUR", "USD")).problems == [(2, "currency")]


def test_the_same_file_adds_nothing_after_another_rate(load, visit) -> None:
    correct_the_rate()
    assert load("visits", FILE).counts == (0, 0, 1)
    assert money_of(visit) == (100, "EUR", Decimal("7.8"))


def test_the_same_file_adds_nothing_after_the_rate_was_removed(load, visit) -> None:
    ExchangeRate.objects.all().delete()
    assert load("visits", FILE).counts == (0, 0, 1)


def test_the_same_file_adds_nothing_after_the_visit_was_cancelled(load, visit, cast) -> None:
    services.visit_cancel(visit, actor=cast.rep, version=visit.version)
    assert load("visits", FILE).counts == (0, 0, 1)
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_the_same_file_adds_nothing_after_its_step_was_ticked(load, visit, cast) -> None:
    services.step_done(visit, actor=cast.rep)
    assert load("visits", FILE).counts == (0, 0, 1)
    visit.refresh_from_db()
    assert visit.next_step_done_at


def test_a_state_that_the_file_names_counts_and_a_blank_one_does_not(load, visit) -> None:
    text = "id,account,date,state\nV1,Acme,2026-03-04,{}\n"
    for said in ("cancelled", ""):
        load("visits", text.format(said))
        visit.refresh_from_db()
        assert visit.state == "cancelled"
    load("visits", text.format("held"))
    visit.refresh_from_db()
    assert visit.state == "logged"


def test_a_changed_step_is_open_again(load, visit, cast, acme) -> None:
    services.step_done(visit, actor=cast.rep)
    load("visits", FILE.replace("Send offer", "Send another offer"))
    visit.refresh_from_db()
    acme.refresh_from_db()
    assert (visit.next_step_done_at, acme.next_step) == (None, "Send another offer")


def test_what_happened_cannot_be_moved_into_the_future(load, visit) -> None:
    assert load("visits", FILE.replace("2026-03", "2999-03")).problems == [(2, "starts_at")]


def test_a_visit_cannot_be_moved_behind_its_own_step(load, visit) -> None:
    assert load("visits", "id,account,date\nV1,Acme,2026-03-11\n").problems == [(2, "next_step_on")]


def test_a_visit_that_moves_to_another_account_leaves_nothing_behind(load, visit, cast, acme) -> None:
    anna = Contact.objects.create(account=acme, name="Anna", sort_key="anna", search_text="anna")
    services.visit_update(visit, actor=cast.rep, version=visit.version, contacts=[anna])
    beta = make_account(cast.rep, "Beta")
    load("visits", FILE.replace("Acme", "Beta"))
    for row in (acme, beta, anna):
        row.refresh_from_db()
    assert (acme.last_visit_on, acme.next_step) == (None, "")
    assert (beta.last_visit_on, beta.next_step) == (dt.date(2026, 3, 4), "Send offer")
    assert (anna.last_met_on, list(visit.contacts.all())) == (None, [])


@time_machine.travel("2026-06-01T01:00:00Z", tick=False)
def test_todays_visit_is_the_same_an_hour_later_and_in_the_evening(load, acme) -> None:
    text = "account,date,summary\nAcme,2026-06-01,Talked\n"
    assert load("visits", text).counts == (1, 0, 0)
    assert Visit.objects.get().state == "logged"
    for moment in ("2026-06-01T02:00:00Z", "2026-06-01T12:00:00Z"):
        with time_machine.travel(moment, tick=False):
            assert load("visits", text).counts == (0, 0, 1)


def test_an_opportunitys_currency_stays_where_the_cell_is_blank(load, acme) -> None:
    from pipeline.models import Opportunity

    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="7.8")
    text = "id,name,account,stage,amount,currency,created date\nO1,Mill,Acme,Qualification,5000,{},2026-03-01\n"
    load("opportunities", text.format("EUR"))
    assert load("opportunities", text.format("")).counts == (0, 0, 1)
    assert Opportunity.objects.get().currency == "EUR"
