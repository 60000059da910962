"""Made-up data of any size: whole, found by search, seen by rule."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.filters import AccountFilter
from accounts.models import Account, Contact, Visit
from accounts.services import refresh_visit_facts
from pipeline.models import Move, Opportunity
from pipeline.services import progress_recount
from scoring.models import LedgerEntry
from teams.models import User
from tests.pipeline.tallies import agrees_with_the_rows

SIZES = {"accounts": 300, "contacts": 500, "visits": 700, "opportunities": 200, "ledger_rows": 3000}


@pytest.fixture
def company(db: None) -> None:
    call_command("synthesize", **SIZES, stdout=io.StringIO())


def test_it_makes_exactly_as_many_as_it_is_asked_for(company) -> None:
    models = (Account, Contact, Visit, Opportunity, LedgerEntry)
    assert [model.objects.count() for model in models] == list(SIZES.values())


def test_every_account_can_be_found_by_characters_and_initials(company) -> None:
    account = Account.objects.filter(name__startswith="上海").order_by("pk")[0]
    found = AccountFilter({"q": "sh"}, queryset=Account.objects.all()).qs
    assert account in found
    assert account in AccountFilter({"q": "上海"}, queryset=Account.objects.all()).qs


def test_every_history_is_whole(company) -> None:
    assert Move.objects.filter(kind="opened").count() == Opportunity.objects.count()
    closed = Opportunity.objects.exclude(status="open").count()
    assert Move.objects.filter(kind__in=["won", "lost"]).count() == closed > 0


def test_accounts_show_what_the_service_would_compute(company) -> None:
    columns = ("pk", "last_visit_on", "next_step", "next_step_on")
    shown = list(Account.objects.order_by("pk").values_list(*columns))
    met = list(Contact.objects.order_by("pk").values_list("pk", "last_met_on"))
    refresh_visit_facts([row[0] for row in shown])
    assert list(Account.objects.order_by("pk").values_list(*columns)) == shown
    assert list(Contact.objects.order_by("pk").values_list("pk", "last_met_on")) == met
    assert Account.objects.filter(last_visit_on__isnull=False).count() > 50


def test_what_opportunities_repeat_of_their_moves_is_right(company) -> None:
    assert progress_recount() == 0
    assert Move.objects.exclude(days=None).count() > 200


def test_the_tally_is_what_the_opportunities_say(company) -> None:
    assert agrees_with_the_rows().total.open.count > 50


def test_a_rep_sees_his_share(company) -> None:
    rep = User.objects.get(email="rep1@synthetic.example")
    assert Account.objects.visible_to(rep).count() == 60
    assert not rep.has_usable_password()


def test_a_company_with_people_is_left_alone(company) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("synthesize", **SIZES, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"accounts": -5}, "--accounts: -5 is not from 0 to 10,000,000."),
        ({"accounts": 10_000_001}, "--accounts: 10,000,001 is not from 0 to 10,000,000."),
        ({"contacts": -1}, "--contacts: -1 is not from 0 to 200,000,000."),
        ({"ledger_rows": 2**63}, "--ledger-rows: 9,223,372,036,854,775,808 is not from 0 to 200,000,000."),
        ({"visits": 200_000_001}, "--visits: 200,000,001 is not from 0 to 200,000,000."),
        ({"accounts": 0}, "--contacts: 500 of them need an account; there are to be 0."),
        (
            {"accounts": 0, "contacts": 0, "visits": 0, "opportunities": 0, "ledger_rows": 1},
            "--ledger-rows: 1 of them need an account; there are to be 0.",
        ),
    ],
)
def test_sizes_out_of_bounds_are_refused_before_anything_is_written(
    db: None, monkeypatch: pytest.MonkeyPatch, sizes: dict[str, int], said: str
) -> None:
    monkeypatch.setattr("integrations.synthesis.fill._values", lambda *_: pytest.fail("it began to write"))
    with pytest.raises(CommandError) as refusal:
        call_command("synthesize", **(SIZES | sizes), stdout=io.StringIO())
    assert str(refusal.value) == said
    assert not User.objects.exists()


@pytest.mark.parametrize("accounts", [0, 1])
def test_the_smallest_companies_are_made(db: None, accounts: int) -> None:
    rows = {"contacts": accounts, "visits": accounts, "opportunities": accounts, "ledger_rows": 3 * accounts}
    call_command("synthesize", accounts=accounts, **rows, stdout=io.StringIO())
    assert (Account.objects.count(), LedgerEntry.objects.count()) == (accounts, 3 * accounts)
