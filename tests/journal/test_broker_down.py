"""Fault 45: with the broker down pages and writes go on; the work is queued and sent later."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from accounts.models import Visit
from journal import jobs
from journal.models import Event, Job, JobState
from tests.cast import Cast, make_account
from tests.journal.test_jobs import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(cast: Cast):
    return make_account(cast.rep)


def log_a_visit(client, account):
    return client.post(
        "/api/v1/visits/",
        {"account": account.pk, "starts_at": timezone.now().isoformat(), "channel": "phone", "summary": "Called"},
    )


def test_a_visit_is_saved_and_its_work_is_done_later(broker, celery_worker_process, account, api) -> None:
    broker.stop()
    started = time.monotonic()
    response = log_a_visit(api("rep"), account)
    assert response.status_code == 201, response.content
    assert time.monotonic() - started < 5
    job = Job.objects.get(task="scoring.refresh_alerts")
    assert job.state == JobState.QUEUED

    broker.start()
    celery_worker_process()
    Job.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    assert jobs.sweep() >= 1
    assert eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    assert Visit.objects.count() == 1
    assert Event.objects.filter(verb="visit.logged").count() == 1


def test_pages_open_without_a_broker(broker, account, sign_in) -> None:
    broker.stop()
    client = sign_in("rep")
    for path in ("/", "/accounts/", f"/accounts/{account.pk}/", "/pipeline/"):
        assert client.get(path).status_code == 200, path
