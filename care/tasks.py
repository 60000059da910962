from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="care.ensure_escalation")
def ensure_escalation() -> None:
    services.ensure_escalation()


@shared_task(name="care.escalate_late")
def escalate_late() -> None:
    services.escalate_late()
