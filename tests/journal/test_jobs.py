"""The queue in the database: one effect, whatever dies on the way (faults 44–46)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import psycopg2
import pytest
import redis
from django.db import OperationalError, connection
from django.utils import timezone

from foundation.locks import session_lock
from journal import jobs
from journal.models import Event, IdempotencyKey, Job, JobState
from tests.journal import slow  # noqa: F401  (registers its tasks)

SLOW = "tests.journal.slow"


def eventually(is_so: Callable[[], bool], seconds: float = 40) -> bool:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.1)
    return is_so()


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def queue(task: str, *args: object) -> Job:
    """A job that Celery has not been told of."""
    return Job.objects.create(task=task, args=list(args))


def age(job: Job, seconds: int = 60) -> None:
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(seconds=seconds))


def effects(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


@pytest.mark.django_db
def test_a_job_runs_once_however_often_it_is_told_of() -> None:
    job = queue("tests.note", "rung")
    for _ in range(3):
        jobs.run(job.pk)
    assert (effects("rung"), state(job)) == (1, JobState.DONE)


@pytest.mark.django_db
def test_a_job_that_fails_says_why_and_does_not_come_back() -> None:
    job = queue("tests.fail")
    with pytest.raises(ValueError, match="no such luck"):
        jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.starts) == (JobState.FAILED, "ValueError: no such luck", 1)


@pytest.mark.django_db
def test_a_job_that_lost_its_database_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    job = queue("tests.lose_the_database")
    with pytest.raises(OperationalError):
        jobs.run(job.pk)
    assert state(job) == JobState.RUNNING
    age(job)
    told: list[int] = []
    monkeypatch.setattr(jobs, "poke", lambda job_id: told.append(job_id) or True)
    jobs.sweep()
    assert told == [job.pk]


@pytest.mark.django_db
def test_a_task_that_nobody_knows_is_a_failure() -> None:
    job = queue("tests.no_such_task")
    with pytest.raises(KeyError):
        jobs.run(job.pk)
    assert state(job) == JobState.FAILED


@pytest.mark.django_db
def test_a_job_that_kills_each_of_its_workers_is_given_up() -> None:
    job = queue("tests.die")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, starts=jobs.MAX_STARTS)
    jobs.run(job.pk)
    assert state(job) == JobState.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_job_that_another_worker_has_in_hand_is_left_alone() -> None:
    job = queue("tests.note", "rung")
    with _another_session() as cursor:
        cursor.execute(*_lock_of(job))
        jobs.run(job.pk)
        assert (effects("rung"), state(job)) == (0, JobState.QUEUED)
    jobs.run(job.pk)
    assert effects("rung") == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_free_again_after_its_block() -> None:
    with session_lock("job", 7) as held:
        assert held
    with _another_session() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
def test_the_sweep_tells_of_the_old_and_open_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    old, fresh, done, running = (queue("tests.note", name) for name in ("old", "fresh", "done", "running"))
    for job in (old, done, running):
        age(job)
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)
    Job.objects.filter(pk=running.pk).update(state=JobState.RUNNING)
    told: list[int] = []
    monkeypatch.setattr(jobs, "poke", lambda job_id: told.append(job_id) or True)
    assert jobs.sweep() == 2
    assert told == [old.pk, running.pk]
    assert fresh.pk not in told


@pytest.mark.django_db
def test_the_sweep_stops_at_a_broker_that_is_away(broker) -> None:
    for name in "abc":
        age(queue("tests.note", name))
    broker.stop()
    started = time.monotonic()
    assert jobs.sweep() == 0
    assert time.monotonic() - started < 3


@pytest.mark.django_db
def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    old = timezone.now() - dt.timedelta(days=31)
    Job.objects.create(task="tests.note", state=JobState.DONE, finished_at=old)
    kept = [
        Job.objects.create(task="tests.note", state=JobState.DONE, finished_at=timezone.now()),
        Job.objects.create(task="tests.fail", state=JobState.FAILED, finished_at=old),
        Job.objects.create(task="tests.note", created_at=old),
    ]
    for key, created_at in (("old", old), ("fresh", timezone.now())):
        IdempotencyKey.objects.create(caller="x", key=key, status=201, body=b"", created_at=created_at)
    jobs.forget()
    assert list(Job.objects.order_by("pk")) == kept
    assert [row.key for row in IdempotencyKey.objects.all()] == ["fresh"]


def test_a_killed_workers_job_is_done_by_the_next_once(celery_worker_process) -> None:
    first = celery_worker_process(include=SLOW)
    job = queue("tests.slow_note", "rung", 5)
    jobs.poke(job.pk)
    assert eventually(lambda: effects("rung began") == 1)
    first.kill()
    celery_worker_process(include=SLOW)
    age(job)
    assert eventually(lambda: jobs.sweep() >= 0 and effects("rung") == 1)
    assert eventually(lambda: state(job) == JobState.DONE)
    assert effects("rung") == 1


def test_a_slow_job_told_of_again_and_again_runs_once(celery_worker_process) -> None:
    celery_worker_process("prefork", 2, include=SLOW)
    job = queue("tests.slow_note", "rung", 3)
    for _ in range(4):
        jobs.poke(job.pk)
    assert eventually(lambda: state(job) == JobState.DONE)
    assert (effects("rung began"), effects("rung")) == (1, 1)


def test_a_broker_that_lost_its_queue_loses_no_job(broker, celery_worker_process) -> None:
    job = queue("tests.note", "rung")
    jobs.poke(job.pk)
    broker.stop()
    broker.start()
    redis.Redis.from_url(broker.url).flushall()
    celery_worker_process(include=SLOW)
    assert effects("rung") == 0
    age(job)
    jobs.sweep()
    assert eventually(lambda: (effects("rung"), state(job)) == (1, JobState.DONE))


@contextmanager
def _another_session() -> Iterator[Any]:
    session = psycopg2.connect(**connection.get_connection_params())
    session.autocommit = True
    yield session.cursor()
    # Closing alone lets go a moment later.
    session.cursor().execute("SELECT pg_advisory_unlock_all()")
    session.close()


def _lock_of(job: Job) -> tuple[str, list[int]]:
    return "SELECT pg_advisory_lock(%s, %s)", [crc32(b"job") - 2**31, job.pk]
