from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="notices.forget")
def forget() -> None:
    services.forget()
