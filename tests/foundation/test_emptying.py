"""What a test committed is gone before the next one begins (tests/emptying.py)."""

from __future__ import annotations

import pytest
from django.test import TransactionTestCase

from pipeline.models import Stage
from teams.models import Company
from tests.accounts.make import contact_of
from tests.cast import make_account, make_cast
from tests.permissions.evidence import fingerprint


@pytest.mark.django_db(transaction=True)
def test_every_table_is_as_on_the_first_day(password_hash: str) -> None:
    test = TransactionTestCase("__init__")
    test._fixture_teardown()
    first_day = fingerprint()
    contact_of(make_account(make_cast(password_hash).rep), "王小明")
    Stage.objects.update(name="Changed")
    Company.objects.all().delete()
    assert fingerprint() != first_day
    test._fixture_teardown()
    assert fingerprint() == first_day
