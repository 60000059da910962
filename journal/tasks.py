from __future__ import annotations

from celery import shared_task

from . import jobs


@shared_task(name="journal.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="journal.sweep")
def sweep() -> int:
    return jobs.sweep()


@shared_task(name="journal.forget")
def forget() -> None:
    jobs.forget()
