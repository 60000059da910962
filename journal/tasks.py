from __future__ import annotations

from celery import shared_task

from . import jobs


@shared_task(name="journal.run_job")
def run_job(*job_ids: int) -> None:
    """One after the other; one that fails keeps none of those behind it from running."""
    for place, job_id in enumerate(job_ids, 1):
        try:
            jobs.run(job_id)
        except Exception:
            run_job(*job_ids[place:])
            raise


@shared_task(name="journal.sweep")
def sweep() -> int:
    return jobs.sweep()


@shared_task(name="journal.forget")
def forget() -> None:
    jobs.forget()
