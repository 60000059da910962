from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="dossier.clear_files")
def clear_files() -> None:
    services.attachments_clear()


@shared_task(name="dossier.tend_contracts")
def tend_contracts() -> None:
    services.contracts_tend()
