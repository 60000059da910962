from __future__ import annotations

from celery import shared_task

from .uploads import services, work


@shared_task(name="integrations.run_import")
def run_import(import_id: int) -> None:
    work.run(import_id)


@shared_task(name="integrations.expire_imports")
def expire_imports() -> None:
    services.imports_expire()
