from __future__ import annotations

from celery import shared_task

from . import services


@shared_task(name="teams.ensure_digests")
def ensure_digests() -> None:
    services.ensure_digests()


@shared_task(name="teams.send_digest")
def send_digest(day_id: int) -> None:
    services.digest_send(day_id)


@shared_task(name="teams.ensure_subscriptions")
def ensure_subscriptions() -> None:
    services.ensure_subscriptions()


@shared_task(name="teams.forget_mails")
def forget_mails() -> None:
    services.forget_mails()


@shared_task(name="teams.send_subscription")
def send_subscription(mail_id: int) -> None:
    services.subscription_send(mail_id)
