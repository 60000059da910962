"""Real workers and brokers: what is queued is done, once, whatever dies."""

from __future__ import annotations

import time

import pytest
from celery import current_app

from journal import jobs
from journal.models import Job, JobState
from kam import pulse
from tests.ops.test_embedded import eventually


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.mark.parametrize("pool", ["solo", "prefork"])
def test_a_queued_job_is_done(celery_worker_process, pool):
    celery_worker_process(pool)
    job = jobs.enqueue("journal.sweep")
    assert eventually(lambda: state(job) == JobState.DONE, 30)


def count(key: str) -> int:
    return int(pulse.client().get(key) or 0)


def test_the_task_of_a_killed_worker_runs_again(celery_worker_process):
    def worker():
        return celery_worker_process("solo", KAM_TASK_REDELIVERY_SECONDS="4", include="tests.ops.slow")

    first = worker()
    current_app.send_task("tests.slow", ["a"])
    assert eventually(lambda: count("a:starts") == 1)
    first.kill()
    worker()
    assert eventually(lambda: count("a:ends") == 1, 30)
    assert count("a:starts") == 2


def test_a_dead_broker_delays_nobody_and_loses_nothing(broker, celery_worker_process):
    broker.stop()
    started = time.monotonic()
    job = jobs.enqueue("journal.sweep")
    assert time.monotonic() - started < 2
    assert state(job) == JobState.QUEUED

    broker.start()
    celery_worker_process()
    jobs.poke(job.pk)
    assert eventually(lambda: state(job) == JobState.DONE, 30)


def test_a_worker_outlives_its_broker(broker, celery_worker_process):
    worker = celery_worker_process()
    broker.stop()
    time.sleep(2)
    broker.start()
    assert eventually(lambda: "Connected to" in worker.log.split("Connection to broker lost")[-1], 30)
    job = jobs.enqueue("journal.sweep")
    assert eventually(lambda: state(job) == JobState.DONE, 30)
    assert worker.is_running()
