"""A contract comes to its end in sight of who is responsible, and is decided about in time."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Completeness
from accounts.services import account_merge, merge_undo, record_judge
from dossier import services
from dossier.choices import ContractState
from dossier.models import Contract, ContractReminder
from dossier.queries import contracts_due, of_state, with_lead
from dossier.services.contract import successor_of
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from notices.models import Notice
from teams.models import ExchangeRate, User
from tests.cast import make_account
from tests.dossier.make import DAY, contract_of, ending

pytestmark = pytest.mark.django_db


def of_account(account):
    return with_lead(Contract.objects.filter(account=account))


def state(contract):
    return with_lead(Contract.objects.filter(pk=contract.pk)).get().state


def test_it_is_written_down_with_its_last_day_of_notice(account):
    contract = contract_of(account, ends_on=dt.date(2027, 3, 31), notice_days=90)
    assert (contract.decide_by, contract.owner) == (dt.date(2026, 12, 31), account.owner)
    assert Event.objects.filter(verb="contract.added", account_id=account.pk).count() == 1


def test_money_has_the_rate_of_the_day_it_was_signed(account):
    today = clock.today()
    for days, rate in ((0, "7.2"), (100, "7.0")):
        ExchangeRate.objects.create(currency="USD", date=today - days * DAY, rate=rate)
    contract = contract_of(account, value=100, currency="USD", signed_on=today - 50 * DAY)
    assert str(contract.rate) == "7.00000000"
    contract = services.contract_update(contract, actor=account.owner, version=1, signed_on=today)
    assert str(contract.rate) == "7.20000000"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": None, "renews": True}, "ends_on"),
        ({"ends_on": None, "notice_days": 30}, "ends_on"),
        ({"signed_on": dt.date(2098, 1, 1)}, "signed_on"),
        ({"starts_on": dt.date(1850, 1, 1)}, "starts_on"),
        ({"value": -1}, "value"),
        ({"value": 1, "currency": "XAU"}, "currency"),
        ({"notice_days": 5000}, "notice_days"),
        ({"renewal_months": 0}, "renewal_months"),
    ],
)
def test_what_does_not_fit_together_is_refused(account, said, field):
    with pytest.raises(RuleBroken) as refused:
        contract_of(account, **said)
    assert refused.value.field == field
    assert not Contract.objects.exists()


def test_who_is_responsible_sees_the_account(account, cast):
    with pytest.raises(RuleBroken) as refused:
        contract_of(account, owner=cast.outsider)
    assert refused.value.field == "owner"


def test_no_two_have_one_external_id(account):
    contract_of(account, external_id="C-1")
    with pytest.raises(RuleBroken):
        contract_of(account, external_id="C-1")


@pytest.mark.parametrize(("tier", "days"), [("platinum", 120), ("lead", 30), ("", 60)])
def test_it_ends_as_early_as_its_tier_says(account, tier, days):
    Account.objects.filter(pk=account.pk).update(tier=tier)
    contract = ending(account, days + 31, notice_days=30)
    assert state(contract) == ContractState.RUNNING
    contract = ending(account, days + 30, notice_days=30)
    assert state(contract) == ContractState.ENDING


days_around = st.integers(-400, 400)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    today=days_around, starts=days_around, lasts=st.none() | st.integers(0, 400), notice=st.integers(0, 200),
    renews=st.booleans(), signed=st.booleans(), terminated=st.none() | st.integers(0, 400),
    followed=st.sampled_from(["", "draft", "signed"]),
)  # fmt: skip
def test_the_database_says_the_same_state(account, today, starts, lasts, notice, renews, signed, terminated, followed):
    base = dt.date(2026, 6, 1)
    Contract.objects.all().delete()
    if terminated is not None and lasts is not None and not renews:
        terminated = min(terminated, lasts)
    contract = Contract.objects.create(
        account=account, owner=account.owner, title="x", currency="CNY", starts_on=base + starts * DAY,
        ends_on=None if lasts is None else base + (starts + lasts) * DAY,
        notice_days=0 if lasts is None else notice, renews=lasts is not None and renews,
        signed_on=base if signed else None,
        terminated_on=base + (starts + terminated) * DAY if terminated is not None and signed else None,
    )  # fmt: skip
    if followed:
        contract_of(make_account(account.owner), follows=None, signed_on=None)
        Contract.objects.exclude(account=account).update(
            follows=contract, signed_on=base if followed == "signed" else None
        )
    day = base + today * DAY
    contract = of_account(account).get()
    expected = contract.state_on(day, contract.lead, is_followed=contract.is_followed)
    assert {each for each in ContractState if of_state(of_account(account), each, day).exists()} == {expected}


def test_it_stands_on_the_day_until_somebody_has_decided(account):
    contract = ending(account)
    today = clock.today()
    assert list(contracts_due(Contract.objects.all(), today)) == [contract]
    contract = services.contract_settle(contract, actor=account.owner, version=1)
    assert not contracts_due(Contract.objects.all(), today).exists()
    services.contract_update(contract, actor=account.owner, version=2, ends_on=today + 20 * DAY)
    assert contracts_due(Contract.objects.all(), today).exists()


def test_a_draft_and_one_that_is_terminated_wait_for_nobody(account):
    ending(account, signed_on=None)
    contract = ending(account)
    services.contract_terminate(
        contract, actor=account.owner, version=1, terminated_on=clock.today(), end_note="Their new buyer"
    )
    assert not contracts_due(Contract.objects.all(), clock.today()).exists()


def test_who_is_responsible_is_told_once(account):
    ending(account)
    assert services.contracts_tend() == (0, 1)
    assert services.contracts_tend() == (0, 0)
    notice = Notice.objects.get(verb="contract.reminded")
    assert (notice.person, notice.kind, notice.about) == (account.owner, "reminded", str(account))


def test_a_new_end_is_told_again(account):
    contract = ending(account)
    services.contracts_tend()
    services.contract_update(contract, actor=account.owner, version=1, ends_on=clock.today() + 11 * DAY)
    assert services.contracts_tend() == (0, 1)


def test_today_is_the_readers(account):
    """The last evening in New York is the next day in Shanghai."""
    ContractReminder.objects.update(days=0)
    with time_machine.travel(dt.datetime(2026, 5, 10, 20, tzinfo=dt.UTC), tick=False):
        contract = contract_of(
            account, starts_on=dt.date(2026, 1, 1), signed_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 5, 11)
        )
        assert not contracts_due(Contract.objects.all(), dt.date(2026, 5, 10)).exists()
        assert contracts_due(Contract.objects.all(), dt.date(2026, 5, 11)).exists()
        assert contract.state_on(dt.date(2026, 5, 12), 0, is_followed=False) == ContractState.ENDED


def test_what_renews_itself_goes_on(account):
    with time_machine.travel(dt.datetime(2026, 7, 10, 12, tzinfo=dt.UTC), tick=False):
        contract = contract_of(
            account, starts_on=dt.date(2025, 1, 1), signed_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 1, 31),
            renews=True, renewal_months=3,
        )  # fmt: skip
        assert state(contract) == ContractState.ENDING
        assert services.contracts_tend()[0] == 1
        contract.refresh_from_db()
        assert (contract.ends_on, contract.version) == (dt.date(2026, 7, 31), 2)
        assert Event.objects.filter(verb="contract.renewed", actor=None).count() == 1


def test_a_renewal_follows_for_as_long(account):
    contract = contract_of(account, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 12, 31), value=100)
    after = services.contract_renew(contract, actor=account.owner, version=1, value=120)
    assert (after.starts_on, after.ends_on) == (dt.date(2027, 1, 1), dt.date(2028, 12, 31))
    assert (after.follows, after.value, after.signed_on) == (contract, 120, None)
    with pytest.raises(RuleBroken):
        services.contract_renew(contract, actor=account.owner, version=2)


@given(starts=st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), days=st.integers(0, 3000))
@settings(deadline=None)
def test_no_successor_overlaps(starts, days):
    contract = Contract(starts_on=starts, ends_on=starts + days * DAY, currency="CNY", title="x", owner=User(pk=1))
    after = successor_of(contract)
    assert after["starts_on"] == contract.ends_on + DAY
    assert after["ends_on"] >= after["starts_on"]
    assert abs((after["ends_on"] - after["starts_on"]).days - days) <= 3


def test_two_edits_at_once(account):
    contract = contract_of(account)
    services.contract_update(contract, actor=account.owner, version=1, title="One")
    with pytest.raises(StaleEdit):
        services.contract_update(contract, actor=account.owner, version=1, title="Another")


def test_what_is_terminated_stays_as_it_is(account):
    contract = contract_of(account)
    with pytest.raises(RuleBroken) as refused:
        services.contract_terminate(
            contract, actor=account.owner, version=1, terminated_on=clock.today() - 9 * DAY, end_note="x"
        )
    assert refused.value.field == "terminated_on"
    contract = services.contract_terminate(
        contract, actor=account.owner, version=1, terminated_on=clock.today(), end_note="x"
    )
    with pytest.raises(RuleBroken):
        services.contract_update(contract, actor=account.owner, version=2, title="y")


def test_only_those_who_lead_say_how_early(cast):
    row = ContractReminder.objects.get(tier="gold")
    with pytest.raises(Forbidden):
        services.reminders_set(actor=cast.rep, wanted=[services.ReminderSpec(row, 1, 10)])
    services.reminders_set(actor=cast.manager, wanted=[services.ReminderSpec(row, 1, 10)])
    row.refresh_from_db()
    assert row.days == 10
    assert Event.objects.filter(verb="contractreminder.changed").count() == 1


def test_the_record_asks_key_accounts_for_one(account):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    contract = contract_of(account, starts_on=clock.today() - 9 * DAY)
    assert "contract" not in Completeness.objects.get(account=account).gaps
    services.contract_terminate(contract, actor=account.owner, version=1, terminated_on=clock.today(), end_note="x")
    contract.refresh_from_db()
    contract_of(make_account(account.owner, "Other"))
    Contract.objects.filter(pk=contract.pk).update(terminated_on=clock.today() - DAY)
    record_judge(account.pk)
    assert "contract" in Completeness.objects.get(account=account).gaps


def test_a_merge_carries_contracts_and_brings_them_back(account, cast):
    twin = make_account(cast.rep, "Twin")
    contract = contract_of(twin)
    account.refresh_from_db()
    twin.refresh_from_db()
    merge = account_merge(
        account, actor=cast.manager, version=account.version, merged=twin, merged_version=twin.version, take=set()
    )
    assert Contract.objects.get().account == account
    merge_undo(merge, actor=cast.manager)
    contract.refresh_from_db()
    assert contract.account == twin
