from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="accounts.find_pairs")
def find_pairs() -> None:
    services.find_pairs()


@shared_task(name="accounts.gather_late")
def gather_late() -> None:
    services.gather_late()
