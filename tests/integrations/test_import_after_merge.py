"""A file from another system that still names an account by the id it had before it was merged."""

from __future__ import annotations

import pytest

from accounts.models import Account, Contact
from accounts.services import account_merge
from tests.cast import make_account


@pytest.fixture
def survivor(cast) -> Account:
    """`K-1`, of which `K-2` became a part."""
    kept, gone = (
        make_account(cast.rep, "Acme", external_id="K-1"),
        make_account(cast.rep, "Acme Ltd", external_id="K-2"),
    )
    account_merge(kept, gone, actor=cast.manager, version=1, merged_version=1)
    return kept


def test_its_people_come_to_the_survivor(load, survivor) -> None:
    load("contacts", "name,account id\nAnna,K-2\n")
    assert Contact.objects.get().account == survivor


def test_its_own_row_changes_nothing_and_makes_nothing(load, survivor) -> None:
    assert load("accounts", "name,external id,phone\nAcme Limited,K-2,123\n").counts == (0, 0, 1)
    survivor.refresh_from_db()
    assert (survivor.name, survivor.phone) == ("Acme", "")
    assert Account.objects.count() == 2


def test_the_row_of_the_survivor_is_written(load, survivor) -> None:
    load("accounts", "name,external id,phone\nAcme,K-1,123\n")
    survivor.refresh_from_db()
    assert survivor.phone == "123"
