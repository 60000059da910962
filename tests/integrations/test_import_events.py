"""What an import leaves in the journal: every change with before and after, and nothing where nothing changed."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Account, Contact
from journal.models import Event, Job
from scoring.models import LedgerEntry
from teams.models import ExchangeRate
from tests.cast import make_account

HEADER = "id,account,date,revenue,cost,currency,note\n"
FILE = HEADER + "1,C1,2026-01-02,5,1,CNY,first\n2,C1,2026-01-03,6,1,CNY,\n3,C2,2026-01-03,7,1,CNY,\n"


@pytest.fixture
def acme(cast) -> Account:
    make_account(cast.rep, "Beta", external_id="C2")
    return make_account(cast.rep, "Acme", external_id="C1")


def told(verb: str) -> list[tuple[int | None, Any]]:
    return list(Event.objects.filter(verb=verb).order_by("id").values_list("account_id", "changes"))


@pytest.fixture
def booked(load, acme) -> None:
    """FILE is imported, and what that told is forgotten."""
    load("ledger", FILE)
    Event.objects.all().delete()


def test_the_same_ledger_again_tells_nothing(load, booked) -> None:
    load("ledger", FILE)
    assert [told("ledger.added"), told("ledger.changed")] == [[], []]


def test_a_corrected_amount_tells_what_it_was(load, booked, acme, cast) -> None:
    load("ledger", FILE.replace("02,5,1", "02,8.5,1"), "--as", cast.manager.email)
    assert told("ledger.changed") == [(acme.pk, {"revenue": ["5.0000", "8.5000"]})]
    event = Event.objects.get(verb="ledger.changed")
    assert (event.actor, event.subject_type) == (cast.manager, "ledgerentry")
    assert event.subject_id == LedgerEntry.objects.get(external_id="1").pk
    assert told("ledger.added") == []


def test_every_column_that_moved_is_told(load, booked, acme) -> None:
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="7.8")
    beta = Account.objects.get(name="Beta")
    load("ledger", HEADER + "1,C2,2026-02-02,5,2,EUR,second\n")
    assert told("ledger.changed") == [
        (
            beta.pk,
            {
                "account_id": [acme.pk, beta.pk],
                "date": ["2026-01-02", "2026-02-02"],
                "cost": ["1.0000", "2.0000"],
                "currency": ["CNY", "EUR"],
                "rate": ["1.00000000", "7.80000000"],
                "note": ["first", "second"],
            },
        )
    ]


def test_only_accounts_with_something_new_are_told_of(load, booked, acme) -> None:
    assert load("ledger", FILE + "4,C1,2026-01-04,1,0,CNY,\n").counts == (1, 0, 3)
    assert told("ledger.added") == [(acme.pk, {})]


def test_a_superior_is_told_and_moves_the_version(load, acme) -> None:
    load("contacts", "id,name,account\nP1,Anna,Acme\nP2,Bo,Acme\nP3,Cy,Acme\n")
    text = "id,name,account,reports to\nP1,Anna,Acme,{}\n"
    for superior in ("Bo", "Bo", "Cy"):
        load("contacts", text.format(superior))
    anna, bo, cy = Contact.objects.order_by("name")
    assert told("contact.updated") == [
        (acme.pk, {"reports_to": [None, f"{bo.pk} Bo"]}),
        (acme.pk, {"reports_to": [f"{bo.pk} Bo", f"{cy.pk} Cy"]}),
    ]
    assert anna.version == 3


def test_records_are_judged_after_a_file(load: Any) -> None:
    load("accounts", "name,external id\nAcme,K1\n")
    assert Job.objects.filter(task="accounts.judge_records").exists()
