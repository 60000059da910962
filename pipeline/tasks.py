from __future__ import annotations

from celery import shared_task

from accounts.models import Account

from .services import opportunities_follow


@shared_task(name="pipeline.follow_account")
def follow_account(account_id: int) -> int:
    """An account changed hands or is shared with others: its opportunities go along."""
    account = Account.objects.filter(pk=account_id).select_related("team", "owner").first()
    return opportunities_follow(account) if account else 0
