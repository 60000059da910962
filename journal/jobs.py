"""The queue in the database, and its hand-over to Celery."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as NoBroker

from foundation.locks import session_lock

from .history.acting import acting, person_acting
from .history.keeping import forget_old
from .models import IdempotencyKey, Job, JobState

log = logging.getLogger(__name__)

MAX_STARTS = 5
KEPT_ANSWERS = dt.timedelta(days=2)
KEPT_JOBS = dt.timedelta(days=30)


def enqueue(task: str, *args: Any) -> Job:
    """Queues `task(*args)` in the present transaction; Celery hears of it on commit, or within a minute."""
    job = Job.objects.create(task=task, args=list(args), caused_by=person_acting())
    transaction.on_commit(lambda: poke(job.pk), robust=True)
    return job


def enqueue_all(tasks: Iterable[str], number: int) -> None:
    """Queues each of `tasks` with that number in one statement, and tells Celery of them in one message."""
    if jobs := _queued(Job(task=task, args=[number], caused_by=person_acting()) for task in tasks):
        transaction.on_commit(lambda: poke(*(job.pk for job in jobs)), robust=True)


def enqueue_for_each(task: str, ids: Iterable[int]) -> None:
    """Queues `task(id)` for each of `ids` in one statement; Celery hears of them as of single ones."""
    person = person_acting()
    jobs = _queued(Job(task=task, args=[each], caused_by=person) for each in ids)
    transaction.on_commit(lambda: all(poke(job.pk) for job in jobs), robust=True)


def _queued(jobs: Iterable[Job]) -> list[Job]:
    return Job.objects.bulk_create(jobs, batch_size=2000)


def is_waiting(task: str, *args: Any) -> bool:
    """Whether `task(*args)` is queued and has not begun: it will see what is written by now."""
    return Job.objects.filter(task=task, args=list(args), state=JobState.QUEUED).exists()


def poke(*job_ids: int) -> bool:
    """Tells Celery of queued jobs. False when no broker answers: the sweep will tell it later."""
    try:
        current_app.send_task("journal.run_job", job_ids, retry=False)
    except (NoBroker, OSError):
        log.warning("broker unreachable; jobs %s stay queued in the database", job_ids)
        return False
    return True


def run(job_id: int) -> None:
    """Runs one job unless another worker is at it. A job whose worker died is free again at once."""
    with session_lock("job", job_id) as held:
        if held and (job := _take(job_id)):
            _work(job)


def sweep() -> int:
    """Tells Celery again of every open job older than half a minute: what it forgot, and what a dead worker left.

    A job that is being worked on is left alone by `run`. Returns how many were told; stops when no broker answers.
    """
    old = timezone.now() - dt.timedelta(seconds=30)
    waiting = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING], created_at__lt=old)
    told = 0
    for job_id in waiting.order_by("created_at").values_list("pk", flat=True)[:1000]:
        if not poke(job_id):
            break
        told += 1
    return told


def requeue(failed: QuerySet[Job]) -> int:
    """Gives failed jobs another chance, with a fresh count of starts. Returns how many."""
    ids = list(failed.values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids, state=JobState.FAILED).update(state=JobState.QUEUED, starts=0, error="")
    for job_id in ids:
        poke(job_id)
    return len(ids)


def forget() -> None:
    """Removes what is no longer asked for: remembered answers after two days, done jobs after thirty."""
    now = timezone.now()
    IdempotencyKey.objects.filter(created_at__lt=now - KEPT_ANSWERS).delete()
    Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEPT_JOBS).delete()
    forget_old()


def _take(job_id: int) -> Job | None:
    """The job, marked as running; None when it is done, or has killed its worker too often."""
    job = Job.objects.filter(pk=job_id, state__in=[JobState.QUEUED, JobState.RUNNING]).first()
    if job is None:
        return None
    if job.starts >= MAX_STARTS:
        _finish(job_id, JobState.FAILED, error="its worker died each time")
        return None
    Job.objects.filter(pk=job_id).update(state=JobState.RUNNING, started_at=timezone.now(), starts=F("starts") + 1)
    return job


def _work(job: Job) -> None:
    try:
        with acting(f"job {job.task}", bundle=f"j{job.pk}", person=job.caused_by):
            current_app.tasks[job.task](*job.args)
    except (OperationalError, InterfaceError):
        # A database that went away, a deadlock: nothing of it was written, and the sweep brings the job back.
        log.warning("job %s was interrupted by the database and will run again", job.pk)
        raise
    except Exception as error:
        _finish(job.pk, JobState.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    _finish(job.pk, JobState.DONE)


def _finish(job_id: int, state: JobState, error: str = "") -> None:
    Job.objects.filter(pk=job_id).update(state=state, error=error[:2000], finished_at=timezone.now())
