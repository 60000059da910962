"""Merges while others write: one of two wins, nobody waits for ever, and no row is left behind."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import services
from accounts.models import Account, Contact, Merge, Visit
from foundation.errors import RuleBroken
from tests.accounts.make import contact_of
from tests.accounts.test_at_once import at_once
from tests.accounts.test_merge import merge
from tests.cast import make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twin(cast) -> Account:
    return make_account(cast.rep, "Beijing Steel Ltd", external_id="K-2")


def merging(survivor: Account, merged: Account, actor: Any) -> Callable[[], Merge]:
    return lambda: services.account_merge(survivor, merged, actor=actor, version=1, merged_version=1)


@contextmanager
def somebody_writing(write: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """A transaction of somebody else that has written and not ended yet; what is yielded ends it."""
    written, end = Event(), Event()

    def run() -> None:
        try:
            with transaction.atomic():
                write()
                written.set()
                assert end.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        assert written.wait(timeout=30)

        def finish() -> None:
            end.set()
            running.result()

        try:
            yield finish
        finally:
            end.set()


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_merges_of_the_same_pair_one_happens(cast, account, twin, turned) -> None:
    other = (twin, account) if turned else (account, twin)
    results = at_once(merging(account, twin, cast.manager), merging(*other, cast.director))
    assert sorted(type(result).__name__ for result in results) == ["Merge", "RuleBroken"]
    assert Merge.objects.count() == 1


def test_two_merges_with_one_account_in_both_leave_no_pointer_to_a_merged_one(cast, account, twin) -> None:
    third = make_account(cast.rep, "Third")
    at_once(merging(account, twin, cast.manager), merging(third, account, cast.director))
    assert Merge.objects.exists()
    assert not Account.objects.filter(merged_into__merged_into__isnull=False).exists()


def test_two_undo_once(cast, account, twin) -> None:
    done = merge(account, twin, cast.manager)
    undo = lambda: services.merge_undo(Merge.objects.get(pk=done.pk), actor=cast.manager)  # noqa: E731
    assert sorted(type(result).__name__ for result in at_once(undo, undo)) == ["Merge", "RuleBroken"]


def test_a_visit_at_the_same_moment_is_at_the_survivor_or_refused(cast, account, twin) -> None:
    _merge, logged = at_once(
        merging(account, twin, cast.manager), lambda: services.visit_log(actor=cast.rep, account=twin)
    )
    assert not Visit.objects.filter(account=twin).exists()
    assert isinstance(logged, Visit) or f"({account.pk})" in str(logged.message)


def test_what_was_read_before_the_merge_is_not_written_after_it(cast, account, twin) -> None:
    visit = services.visit_log(actor=cast.rep, account=twin, client_id=uuid.uuid4())
    merge(account, twin, cast.manager)
    with pytest.raises(RuleBroken, match="become a part of"):
        services.visit_update(visit, actor=cast.rep, version=1, summary="x")


def test_what_a_slow_transaction_left_at_the_merged_account_follows(cast, account, twin) -> None:
    with somebody_writing(lambda: contact_of(twin, "Late", ("user",))) as finish:
        done = merge(account, twin, cast.manager)
        finish()
    late = Contact.objects.get()
    assert late.account == twin
    services.gather_late()
    services.gather_late()
    late.refresh_from_db()
    assert (late.account, late.roles.get().account) == (account, account)
    assert done.moved.filter(relation="accounts.contact.account").count() == 1


def test_what_came_late_goes_back_when_the_merge_is_undone(cast, account, twin) -> None:
    done = merge(account, twin, cast.manager)
    late = contact_of(twin, "Late")
    services.gather_late()
    services.merge_undo(done, actor=cast.manager)
    late.refresh_from_db()
    assert late.account == twin


def test_what_was_set_aside_stays_aside(cast, account, twin) -> None:
    person = contact_of(account, "Li", ("user",))
    person.roles.create(account=twin, role="user")
    done = merge(account, twin, cast.manager)
    before = list(done.moved.values())
    services.gather_late()
    assert list(done.moved.values()) == before
