"""Accounts that come, go and fall silent between nights; entries of odd days; a clock set back (faults 49, 50)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from accounts.models import Account
from scoring.models import LedgerEntry, Standing, TierDecision
from scoring.services import ensure_night, night_now, run_night
from tests.cast import make_account
from tests.scoring.make import DATE, book, decision, earners, night
from tests.scoring.proof import checksum

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_accounts_without_entries_keep_their_state_through_every_night(cast):
    silent = [make_account(cast.rep, f"Silent {n}") for n in range(3)]
    busy = earners(cast.rep, 100, 50)
    for day in range(4):
        book(busy[0], 10, 0, DATE + day * DAY)
        night(DATE + day * DAY)
    rows = TierDecision.objects.filter(account__in=silent)
    assert list(rows.values_list("rule", "valid_from", "valid_until")) == [("no_entry", DATE, None)] * 3
    assert Standing.objects.count() == 5


def test_an_account_created_and_lost_in_one_night_leaves_nothing_behind(cast):
    earners(cast.rep, 100, 50)
    night()
    account = make_account(cast.rep, "Here and gone")
    book(account, 1_000, 0, DATE + DAY)
    LedgerEntry.objects.filter(account=account).delete()
    Account.objects.filter(pk=account.pk).delete()
    night(DATE + DAY)
    assert not TierDecision.objects.filter(account_id=account.pk).exists()
    assert Standing.objects.count() == 2


@pytest.mark.parametrize("day", [dt.date(1970, 1, 1), dt.date(2100, 12, 31)])
def test_an_entry_of_an_odd_day_is_kept_and_counts_in_no_window_but_its_own(cast, day):
    account, _other = earners(cast.rep, 100, 50)
    book(account, 9_999, 0, day)
    night()
    assert decision(account).profit == 100


def test_a_night_of_an_earlier_day_after_the_clock_went_back_disturbs_none_that_follows(cast):
    accounts = earners(cast.rep, *range(20, 0, -1))
    night()
    night(DATE + 2 * DAY)
    book(accounts[4], 400, 0, DATE + DAY)
    night(DATE + DAY)
    night(DATE + 3 * DAY)
    kept = checksum()
    night_now(DATE + 3 * DAY, full=True)
    assert checksum() == kept
    assert decision(accounts[4], DATE + 3 * DAY).profit == 416


def at(day: dt.date) -> time_machine.travel:
    return time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False)


def test_a_night_that_the_clock_ran_ahead_to_is_computed_again_when_its_day_has_come(cast):
    first, second = earners(cast.rep, 1000, 100)
    with at(DATE + DAY):
        night()
    wrong = book(second, 100_000, 0, DATE)
    with at(DATE + 4 * DAY):
        night(DATE + 3 * DAY)
    wrong.delete()
    for day in (1, 2, 3, 4):
        with at(DATE + (day + 1) * DAY):
            run = ensure_night()
            assert run is not None
            run_night(run.pk)
    first.refresh_from_db()
    assert (first.tier, decision(first, DATE + 3 * DAY).tier) == ("platinum", "platinum")
    kept = checksum()
    with at(DATE + 5 * DAY):
        night_now(DATE + 4 * DAY, full=True)
    assert checksum() == kept
