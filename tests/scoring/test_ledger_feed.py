"""What another system sends: accounts by its own ids, also merged ones; corrections; amounts that no sum could hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from accounts.services import account_merge
from foundation.columns import BASE_LIMIT
from scoring.models import LedgerEntry
from scoring.services import night_now
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.scoring.make import DATE, book

LEDGER = "/api/v1/ledger-entries/"


def entry(**fields) -> dict[str, object]:
    return {"date": "2026-03-01", "revenue": "100", "cost": "40", **fields}


@pytest.fixture
def known(account):
    Account.objects.filter(pk=account.pk).update(external_id="ERP-1")
    return account


@pytest.fixture
def merged(cast, account):
    """One that became a part of `account`; both have an external id."""
    Account.objects.filter(pk=account.pk).update(external_id="ERP-1")
    other = make_account(cast.rep, "Gone", external_id="ERP-2")
    one = Account.objects.get(pk=account.pk)
    account_merge(one, other, actor=cast.manager, version=one.version, merged_version=other.version)
    return other


def test_an_account_is_named_by_the_other_systems_id(api, known):
    made = api("integration").post(LEDGER, entry(account_external_id="ERP-1"))
    assert (made.status_code, made.json()["account"]) == (201, known.pk)


def test_a_list_names_accounts_either_way(api, known):
    rows = [
        entry(account_external_id="ERP-1"),
        entry(account=known.pk),
        entry(account=known.pk, account_external_id="ERP-1"),
    ]
    assert api("integration").post(LEDGER, rows).json()["created"] == 3


@pytest.mark.parametrize(
    ("fields", "name"),
    [({}, "account"), ({"account_external_id": "ERP-9"}, "account_external_id"), ({"account": 987654}, "account")],
)
def test_an_account_that_there_is_none_of_is_refused_at_its_field(api, known, fields, name):
    refused = api("integration").post(LEDGER, entry(**fields))
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [name])


def test_two_names_of_two_accounts_are_refused(api, cast, known):
    other = make_account(cast.rep, "Other")
    refused = api("integration").post(LEDGER, entry(account=other.pk, account_external_id="ERP-1"))
    assert list(refused.json()["errors"]) == ["account_external_id"]


def test_another_teams_external_id_is_none(api, cast):
    make_account(cast.outsider, external_id="ERP-7")
    assert api("integration").post(LEDGER, entry(account_external_id="ERP-7")).status_code == 400


def test_the_ids_of_a_merged_account_lead_to_what_it_became_a_part_of(api, account, merged):
    rows = [entry(account=merged.pk, external_id="A"), entry(account_external_id="ERP-2", external_id="B")]
    assert api("integration").post(LEDGER, rows).json()["created"] == 2
    assert {*LedgerEntry.objects.values_list("account_id", flat=True)} == {account.pk}
    assert api("integration").post(LEDGER, rows).json()["unchanged"] == 2


def test_a_correction_keeps_the_kind_and_the_note_that_it_does_not_tell(api, account):
    rebate = {"account": account.pk, "date": "2026-03-01", "external_id": "R1"}
    api("integration").post(LEDGER, {**rebate, "kind": "rebate", "cost": "5", "note": "bonus"})
    changed = api("integration").post(LEDGER, {**rebate, "revenue": "0", "cost": "6"})
    assert changed.status_code == 200
    row = LedgerEntry.objects.get()
    assert (row.kind, row.note, row.cost) == ("rebate", "bonus", 6)


def test_a_correction_with_revenue_is_a_sale_and_an_empty_note_is_told(api, account):
    rebate = {"account": account.pk, "date": "2026-03-01", "external_id": "R1"}
    api("integration").post(LEDGER, {**rebate, "kind": "rebate", "cost": "5", "note": "bonus"})
    api("integration").post(LEDGER, {**rebate, "revenue": "9", "cost": "6", "note": ""})
    assert (LedgerEntry.objects.get().kind, LedgerEntry.objects.get().note) == ("sale", "")


@pytest.mark.parametrize(
    ("amount", "code"), [("-1021095.29000000", 201), ("1.00010", 201), ("1.00001", 400), ("1e-9", 400)]
)
def test_zeros_behind_the_fourth_place_say_nothing(api, account, amount, code):
    made = api("integration").post(LEDGER, entry(account=account.pk, cost=amount))
    assert made.status_code == code
    assert code == 400 or LedgerEntry.objects.get().cost == Decimal(amount)


@pytest.fixture
def dear():
    ExchangeRate.objects.create(currency="EUR", date="2026-01-01", rate="9999999999")


@pytest.mark.parametrize("amount", ["999999999999999.9999", "999999999999", "1000000.01"])
def test_an_amount_that_no_sum_could_hold_is_refused(api, account, dear, amount):
    rows = [entry(account=account.pk), entry(account=account.pk, currency="EUR", revenue=amount)]
    refused = api("integration").post(LEDGER, rows)
    assert (refused.status_code, list(refused.json()["errors"]["1"])) == (400, ["revenue"])
    assert "9999999999" in refused.json()["errors"]["1"]["revenue"][0]
    assert not LedgerEntry.objects.exists()


def test_the_table_refuses_it_too(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        book(account, 999_999_999_999, 0, currency="EUR", rate=9_999_999_999)


def test_the_largest_that_is_taken_does_not_stop_a_night(account):
    LedgerEntry.objects.bulk_create(
        LedgerEntry(account=account, date=DATE, revenue=BASE_LIMIT - 1, cost=0, currency="CNY") for _ in range(1000)
    )
    assert night_now(DATE)[0].state == "done"
