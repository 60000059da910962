"""Who is overdue follows from the cadence rows, in the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.defaults import ensure_defaults
from accounts.models import Account, Cadence, VisitDue
from accounts.queries.account import Counts, counts, overdue, with_visit_due
from accounts.services import visit_due_recount
from foundation import clock, paging
from foundation.paging import Tally
from tests.cast import make_account


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def is_overdue(account: Account) -> bool:
    return overdue(Account.objects.filter(pk=account.pk), clock.today()).exists()


@pytest.mark.parametrize(("tier", "days"), [("platinum", 14), ("gold", 30), ("iron", 60), ("lead", 120), ("", 60)])
def test_each_tier_has_its_own_patience(cast, tier, days):
    assert not is_overdue(make_account(cast.rep, tier=tier, last_visit_on=ago(days)))
    assert is_overdue(make_account(cast.rep, tier=tier, last_visit_on=ago(days + 1)))


def test_a_changed_cadence_counts_at_once(cast):
    account = make_account(cast.rep, tier="gold", last_visit_on=ago(20))
    assert not is_overdue(account)
    Cadence.objects.filter(tier="gold").update(days=19)
    assert is_overdue(account)


def test_never_visited_is_waited_for_since_the_companys_day_on_which_it_was_created(cast):
    account = make_account(cast.rep, tier="gold")
    assert not is_overdue(account)
    Account.objects.filter(pk=account.pk).update(created_at=account.created_at - dt.timedelta(days=32))
    assert is_overdue(account)


@pytest.mark.parametrize("fields", [{"stage": "filtered"}, {"archived_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}])
def test_nobody_waits_for_a_visit_at(cast, fields):
    account = make_account(cast.rep, last_visit_on=ago(1000), **fields)
    assert not is_overdue(account)
    assert with_visit_due(Account.objects.all()).get().visit_due_on is None


def test_a_tier_without_a_cadence_is_never_overdue(cast):
    Cadence.objects.filter(tier="gold").delete()
    assert not is_overdue(make_account(cast.rep, tier="gold", last_visit_on=ago(1000)))


def test_a_tier_that_moves_takes_its_cadence_along(cast):
    account = make_account(cast.rep, tier="lead", last_visit_on=ago(20))
    assert not is_overdue(account)
    Account.objects.filter(pk=account.pk).update(tier="platinum")
    assert is_overdue(account)


def test_an_archived_account_that_comes_back_is_waited_for_again(cast):
    account = make_account(cast.rep, last_visit_on=ago(1000), archived_at=timezone.now())
    Account.objects.filter(pk=account.pk).update(archived_at=None)
    assert is_overdue(account)


TIERS = st.sampled_from(["platinum", "gold", "lead", ""])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "tier": TIERS,
        "last_visit_on": st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
        "stage": st.sampled_from(["potential", "filtered"]),
        "archived_at": st.none() | st.just(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=FACTS, changes=st.lists(FACTS.filter(bool), max_size=4), days=st.integers(1, 400))
def test_whoever_writes_what_is_kept_equals_what_is_counted_anew(cast, made, changes, days):
    account = make_account(cast.rep, "Any", **made)
    for change in changes:
        Account.objects.filter(pk=account.pk).update(**change)
    Cadence.objects.filter(tier="gold").update(days=days)
    kept = VisitDue.objects.get(pk=account.pk).due_on
    visit_due_recount()
    assert VisitDue.objects.get(pk=account.pk).due_on == kept


def test_counts(cast, account):
    make_account(cast.rep, "Late", last_visit_on=ago(100), next_step="Call", next_step_on=ago(1))
    make_account(cast.rep, "Away", last_visit_on=ago(100), archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert counts(cast.rep, clock.today()) == Counts(Tally(2), overdue=Tally(1), stepless=Tally(1))


def test_nobody_counts_beyond_what_anybody_reads(cast, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_LIMIT", 2)
    for name in "abc":
        make_account(cast.rep, name, last_visit_on=ago(1000))
    assert counts(cast.rep, clock.today()).overdue == Tally(2, is_capped=True)


def test_defaults_fill_only_what_is_missing(db):
    Cadence.objects.filter(tier="gold").update(days=5)
    Cadence.objects.filter(tier="lead").delete()
    ensure_defaults()
    assert dict(Cadence.objects.values_list("tier", "days")) == {
        "platinum": 14, "gold": 5, "iron": 60, "lead": 120, "": 60,
    }  # fmt: skip
