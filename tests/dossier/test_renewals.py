"""What renews itself goes on to the day that was agreed, until another contract that is signed follows it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Account, Completeness
from accounts.services import record_judge
from dossier import services
from dossier.choices import ContractState
from dossier.models import Contract
from dossier.queries import contracts_due, contracts_of, with_contracts, with_lead
from dossier.services import reminder
from dossier.services.reminder import _next_end
from foundation import clock
from tests.dossier.make import DAY, contract_of, ending

pytestmark = pytest.mark.django_db


def of(contract):
    return with_lead(Contract.objects.filter(pk=contract.pk)).get()


def test_a_draft_that_follows_settles_nothing(account):
    contract = ending(account, renews=True)
    draft = services.contract_renew(contract, actor=account.owner, version=1)
    assert list(contracts_due(Contract.objects.all(), clock.today())) == [contract]
    assert of(contract).wants_decision
    services.contract_update(draft, actor=account.owner, version=1, signed_on=clock.today())
    assert not contracts_due(Contract.objects.all(), clock.today()).exists()
    assert not of(contract).wants_decision


def test_beside_a_draft_it_goes_on(account):
    contract = ending(account, -1, renews=True)
    services.contract_renew(contract, actor=account.owner, version=1)
    assert services.contracts_tend()[0] == 1


def test_what_renews_itself_ends_where_one_that_is_signed_follows(account):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    contract = ending(account, -1, renews=True)
    draft = services.contract_renew(contract, actor=account.owner, version=1)
    record_judge(account.pk)
    assert "contract" not in Completeness.objects.get(account=account).gaps
    Contract.objects.filter(pk=draft.pk).update(
        signed_on=clock.today(), ends_on=clock.today() - DAY, starts_on=clock.today() - DAY, renews=False
    )
    assert services.contracts_tend()[0] == 0
    assert of(contract).state == ContractState.ENDED
    assert contracts_of(with_contracts(Account.objects.filter(pk=account.pk), clock.today()).get()) == []
    record_judge(account.pk)
    assert "contract" in Completeness.objects.get(account=account).gaps


@given(
    end=st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), months=st.integers(1, 120),
    waits=st.lists(st.integers(1, 800), min_size=1, max_size=12),
)  # fmt: skip
def test_it_ends_on_the_day_of_its_first_end_or_the_last_of_a_shorter_month(end, months, waits):
    is_last = (end + DAY).day == 1
    contract = Contract(ends_on=end, renewal_months=months)
    for wait in waits:
        before = contract.ends_on
        contract.ends_on, contract.end_day = _next_end(contract, before + wait * DAY)
        assert before + wait * DAY <= contract.ends_on
        assert ((contract.ends_on.year - end.year) * 12 + contract.ends_on.month - end.month) % months == 0
        falls_short = contract.ends_on.day < end.day or is_last
        assert (contract.ends_on + DAY).day == 1 if falls_short else contract.ends_on.day == end.day


def test_a_short_february_does_not_move_it_for_good(account):
    ends = []
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), tick=False) as now:
        began = dt.date(2025, 9, 1)
        contract = contract_of(
            account,
            starts_on=began,
            signed_on=began,
            ends_on=dt.date(2025, 8, 30) + DAY * 365,
            renews=True,
            renewal_months=6,
        )
        for _ in range(3):
            now.move_to(dt.datetime.combine(contract.ends_on + DAY, dt.time(12), dt.UTC))
            services.contracts_tend()
            contract.refresh_from_db()
            ends.append(contract.ends_on)
        assert ends == [dt.date(2027, 2, 28), dt.date(2027, 8, 30), dt.date(2028, 2, 29)]
        services.contract_update(contract, actor=account.owner, version=contract.version, ends_on=dt.date(2028, 5, 5))
        contract.refresh_from_db()
        assert contract.end_day is None


def test_however_many_end_on_one_day_all_go_on_and_all_are_spoken_of_at_once(account, monkeypatch):
    monkeypatch.setattr(reminder, "AT_ONCE", 3)
    for days in (-5, 5):
        for _number in range(8):
            ending(account, days, renews=days < 0, renewal_months=12)
    assert services.contracts_tend() == (8, 8)
    assert services.contracts_tend() == (0, 0)
    assert not Contract.objects.filter(ends_on__lt=clock.today()).exists()
