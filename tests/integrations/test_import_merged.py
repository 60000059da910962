"""A file with few columns: what follows from a row follows from all of it, not from the file's columns alone."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import Account, Contact


@pytest.fixture
def acme(cast) -> Account:
    return services.account_create(
        actor=cast.rep, name="Acme", external_id="k-77", stage="filtered", filtered_reason="bankrupt"
    )


def test_an_account_is_still_found_by_its_id(load, acme) -> None:
    load("accounts", "name,phone\nAcme,123\n")
    assert Account.objects.get().search_text == "acme k-77"


def test_a_contact_is_still_found_by_title_department_and_id(load, acme, cast) -> None:
    services.contact_create(
        actor=cast.rep, account=acme, name="Anna", title="Einkauf", department="Werk 2", external_id="P1"
    )
    load("contacts", "name,account,phone\nAnna,Acme,123\n")
    assert Contact.objects.get().search_text == "anna einkauf werk 2 p1"


def test_an_account_that_is_no_longer_filtered_out_keeps_no_reason(load, acme) -> None:
    load("accounts", "name,stage\nAcme,potential\n")
    acme.refresh_from_db()
    assert (acme.stage, acme.filtered_reason) == ("potential", "")


def test_an_account_that_stays_filtered_out_keeps_its_reason(load, acme) -> None:
    assert load("accounts", "name,stage,phone\nAcme,filtered,123\n").counts == (0, 1, 0)
    acme.refresh_from_db()
    assert (acme.stage, acme.filtered_reason, acme.phone) == ("filtered", "bankrupt", "123")


def test_whoever_is_filtered_out_by_a_file_has_a_reason(load, acme) -> None:
    text = "name,stage,filtered reason\nBeta,filtered,\nGamma,filtered,too small\n"
    assert load("accounts", text).problems == [(2, "filtered_reason")]
    assert load("accounts", text, "--partial").counts == (1, 0, 0)
    assert Account.objects.get(name="Gamma").filtered_reason == "too small"
