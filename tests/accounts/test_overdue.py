"""Who is overdue follows from the cadence rows, in the database."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.defaults import ensure_defaults
from accounts.models import Account, Cadence
from accounts.queries.account import counts, overdue, with_visit_due
from foundation import clock
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


def test_never_visited_is_waited_for_since_it_was_created(cast):
    account = make_account(cast.rep, tier="gold")
    assert not is_overdue(account)
    Account.objects.filter(pk=account.pk).update(created_at=account.created_at - dt.timedelta(days=31))
    assert is_overdue(account)


@pytest.mark.parametrize("fields", [{"stage": "filtered"}, {"archived_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}])
def test_nobody_waits_for_a_visit_at(cast, fields):
    account = make_account(cast.rep, last_visit_on=ago(1000), **fields)
    assert not is_overdue(account)
    assert with_visit_due(Account.objects.all()).get().visit_due_on is None


def test_a_tier_without_a_cadence_is_never_overdue(cast):
    Cadence.objects.filter(tier="gold").delete()
    assert not is_overdue(make_account(cast.rep, tier="gold", last_visit_on=ago(1000)))


def test_counts(cast, account):
    make_account(cast.rep, "Late", last_visit_on=ago(100))
    make_account(cast.rep, "Away", last_visit_on=ago(100), archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert counts(Account.objects.all(), clock.today()) == {"total": 2, "overdue": 1}


def test_defaults_fill_only_what_is_missing(db):
    Cadence.objects.filter(tier="gold").update(days=5)
    Cadence.objects.filter(tier="lead").delete()
    ensure_defaults()
    assert dict(Cadence.objects.values_list("tier", "days")) == {
        "platinum": 14, "gold": 5, "iron": 60, "lead": 120, "": 60,
    }  # fmt: skip
