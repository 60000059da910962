"""Two people at the same moment: nothing is lost, nothing is doubled, nobody waits for ever."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services
from accounts.models import Account, Visit
from foundation.errors import RuleBroken, StaleEdit
from tests.cast import make_account

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised, all begun at the same moment on connections of their own."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=20)
        try:
            return call()
        except (RuleBroken, StaleEdit) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.parametrize("attempt", range(3))
def test_both_visits_are_in_the_facts(cast, account, attempt):
    now = timezone.now()
    earlier, later = ({"starts_at": now - n * DAY, "next_step_on": now.date() + n * DAY} for n in (2, 1))
    at_once(
        lambda: services.visit_log(actor=cast.rep, account=account, next_step="Earlier", **earlier),
        lambda: services.visit_log(actor=cast.manager, account=account, next_step="Later", **later),
    )
    account.refresh_from_db()
    assert account.visits.count() == 2
    assert account.next_step == "Later"
    newest = Visit.objects.latest("starts_at")
    assert account.last_visit_on == timezone.localtime(newest.starts_at, dt.timezone(dt.timedelta(hours=8))).date()


def test_the_same_visit_sent_five_times_at_once_is_one(cast, account):
    client_id = uuid.uuid4()
    visits = at_once(
        *[lambda: services.visit_log(actor=cast.rep, account=account, client_id=client_id) for _ in range(5)]
    )
    assert len({visit.pk for visit in visits}) == 1
    assert Visit.objects.count() == 1


def test_the_same_client_id_for_two_accounts_is_said_to_one(cast, account):
    other, client_id = make_account(cast.rep, "Other"), uuid.uuid4()
    results = at_once(
        *[
            lambda row=row: services.visit_log(actor=cast.rep, account=row, client_id=client_id)
            for row in (account, other)
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["RuleBroken", "Visit"]


def test_an_account_is_either_archived_or_visited_first(cast, account):
    archived, logged = at_once(
        lambda: services.account_archive(Account.objects.get(pk=account.pk), actor=cast.manager, version=1),
        lambda: services.visit_log(actor=cast.rep, account=account),
    )
    assert isinstance(archived, Account)
    assert Visit.objects.count() == int(isinstance(logged, Visit))


def test_two_harmless_parents_do_not_close_a_circle(cast, account):
    other = make_account(cast.rep, "Other")
    results = at_once(
        lambda: services.account_update(account, actor=cast.rep, version=1, parent=other),
        lambda: services.account_update(other, actor=cast.manager, version=1, parent=account),
    )
    assert sorted(type(result).__name__ for result in results) == ["Account", "RuleBroken"]


def test_of_two_edits_one_is_told(cast, account):
    copies = [Account.objects.get(pk=account.pk) for _ in range(2)]
    results = at_once(
        lambda: services.account_update(copies[0], actor=cast.rep, version=1, industry="Steel"),
        lambda: services.account_update(copies[1], actor=cast.manager, version=1, industry="Iron"),
    )
    assert sorted(type(result).__name__ for result in results) == ["Account", "StaleEdit"]
    account.refresh_from_db()
    assert account.version == 2


def test_a_tick_and_an_edit_do_not_block_each_other(cast, account):
    visit = services.visit_log(actor=cast.rep, account=account, next_step="Call", next_step_on=timezone.localdate())
    results = at_once(
        lambda: services.step_done(Visit.objects.get(pk=visit.pk), actor=cast.rep),
        lambda: services.visit_update(Visit.objects.get(pk=visit.pk), actor=cast.manager, version=1, summary="x"),
    )
    assert all(isinstance(result, Visit | StaleEdit) for result in results)
    account.refresh_from_db()
    assert account.next_step == ""


def test_the_same_external_id_at_once_is_used_once(cast):
    results = at_once(*[lambda: services.account_create(actor=cast.rep, name="A", external_id="K1") for _ in range(3)])
    assert sorted(type(result).__name__ for result in results) == ["Account", "RuleBroken", "RuleBroken"]
