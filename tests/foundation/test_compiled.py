"""What is the same for every reader is written as SQL once, and answers as if it had been written anew."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Account
from accounts.queries.account import with_visit_due
from dossier.queries import contracts_of, with_contracts, with_needs
from foundation import clock
from foundation.compiled import bring
from relations.queries import standing_of, with_wall
from relations.services import wall_mark
from tests.dossier.make import contract_of
from wallet.queries import with_wallet

pytestmark = pytest.mark.django_db


def test_it_brings_the_same(account):
    contract_of(account)
    wall_mark(actor=account.owner, account=account, push=1, share=0, contact=1, rapport=2)
    today = clock.today()
    plain = with_wall(with_contracts(Account.objects.all(), today)).get()
    brought = bring(Account.objects.all(), (with_wall,), (with_contracts, today)).get()
    assert contracts_of(brought) == contracts_of(plain)
    assert standing_of(brought) == standing_of(plain)


def test_it_is_kept_by_its_values(account):
    today = clock.today()
    contract_of(account, ends_on=today + dt.timedelta(days=5))
    for _twice in range(2):
        assert len(contracts_of(bring(Account.objects.all(), (with_contracts, today)).get())) == 1
        later = today + dt.timedelta(days=9)
        assert contracts_of(bring(Account.objects.all(), (with_contracts, later)).get()) == []


def test_it_asks_one_query_whatever_is_brought(account, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(bring(Account.objects.all(), (with_wall,), (with_needs,), (with_wallet,)))


def test_what_joins_tables_is_refused(account):
    with pytest.raises(TypeError):
        bring(Account.objects.all(), (with_visit_due,))
