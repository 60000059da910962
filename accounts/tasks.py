from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="accounts.find_pairs")
def find_pairs() -> None:
    services.find_pairs()


@shared_task(name="accounts.judge_records")
def judge_records(_subject: int | None = None) -> None:
    """Hourly, for time alone makes things stale; when the rule has changed; after an import."""
    services.records_judge()


@shared_task(name="accounts.gather_late")
def gather_late() -> None:
    services.gather_late()
