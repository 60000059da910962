from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="rights.judge_all")
def judge_all(_subject: int | None = None) -> None:
    """Hourly, for time alone makes things late; when the rule or a cadence has changed; after an import."""
    services.verdicts_judge()


@shared_task(name="rights.judge_one")
def judge_one(account_id: int) -> None:
    services.verdict_judge(account_id)
