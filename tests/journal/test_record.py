from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import Account
from journal import services
from journal.models import Event, Job
from tests.cast import Cast


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_subscribers", {**services._subscribers, "bell.rung": ["tests.note"]})


def test_an_event_tells_who_did_what_to_which_row(cast: Cast, account: Account) -> None:
    event = services.record(
        actor=cast.rep, verb="account.updated", subject=account, account_id=account.pk, changes={"name": ["A", "B"]}
    )
    assert (event.actor, event.subject_type, event.subject_id) == (cast.rep, "account", account.pk)
    assert event.changes == {"name": ["A", "B"]}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(cast: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.record(actor=cast.rep, verb="bell.rung", subject=cast.rep)
    assert not Event.objects.exists()


def test_subscribers_are_queued_with_the_event(cast: Cast, account: Account, listening: None) -> None:
    services.record(actor=cast.rep, verb="bell.rung", subject=cast.rep, account_id=account.pk)
    job = Job.objects.get()
    assert (job.task, job.args, job.state) == ("tests.note", [account.pk], "queued")


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_leaves_neither_event_nor_job(cast: Cast, listening: None) -> None:
    with transaction.atomic():
        services.record(actor=cast.rep, verb="bell.rung", subject=cast.rep)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Job.objects.exists()


def test_many_events_queue_one_job_for_each_account(cast: Cast, account: Account, listening: None) -> None:
    services.record_many(actor=cast.rep, verb="bell.rung", subjects=[(account, account.pk), (cast.rep, account.pk)])
    assert Event.objects.count() == 2
    assert [job.args for job in Job.objects.all()] == [[account.pk]]


def test_subscribing_twice_is_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_subscribers", {"bell.rung": []})
    for _ in range(2):
        services.subscribe("bell.rung", "tests.note")
    assert services._subscribers["bell.rung"] == ["tests.note"]


def test_changes_keep_both_values_and_name_links(cast: Cast, account: Account) -> None:
    changes = services.changes_of(account, {"owner": cast.peer, "name": account.name, "industry": "Steel"})
    assert changes == {
        "owner": [f"{cast.rep.pk} Rep", f"{cast.peer.pk} Peer"],
        "industry": ["", "Steel"],
    }


def test_a_person_who_is_gone_leaves_the_event(cast: Cast) -> None:
    services.record(actor=cast.peer, verb="company.updated", subject=cast.rep)
    cast.peer.delete()
    assert Event.objects.get().actor is None
