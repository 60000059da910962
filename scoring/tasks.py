from __future__ import annotations

from celery import shared_task

from . import services
from .churn.nightly import fit_after_night


@shared_task(name="scoring.ensure_night")
def ensure_night() -> None:
    services.ensure_night()


@shared_task(name="scoring.run_night")
def run_night(run_id: int) -> None:
    if not services.shards_start(run_id):
        finish_night(run_id)


@shared_task(name="scoring.sum_shard")
def sum_shard(shard_id: int) -> None:
    services.shard_sum(shard_id)


@shared_task(name="scoring.finish_night")
def finish_night(run_id: int) -> None:
    run = services.run_night(run_id)
    services.after_night()
    services.fit_queue(run)  # a job of its own: one that fails keeps nothing else back, and is tried again by itself


@shared_task(name="scoring.fit_churn")
def fit_churn(run_id: int) -> None:
    fit_after_night(run_id)


@shared_task(name="scoring.ensure_fit")
def ensure_fit() -> None:
    services.ensure_fit()


@shared_task(name="scoring.judge_draft")
def judge_draft(what_if_id: int) -> None:
    services.what_if_judge(what_if_id)


@shared_task(name="scoring.refresh_alerts")
def refresh_alerts(account_id: int) -> None:
    services.refresh_alerts(account_id)


@shared_task(name="scoring.ensure_escalation")
def ensure_escalation() -> None:
    services.ensure_escalation()


@shared_task(name="scoring.escalate_alerts")
def escalate_alerts() -> None:
    services.escalate_alerts()


@shared_task(name="scoring.judge_alerts")
def judge_alerts() -> None:
    services.judge_alerts()
