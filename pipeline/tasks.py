from __future__ import annotations

from celery import shared_task

from accounts.models import Account

from .services import norms_count, opportunities_follow, progress_recount, snapshot_due, tally_fold


@shared_task(name="pipeline.follow_account")
def follow_account(account_id: int) -> int:
    """An account changed hands or is shared with others: its opportunities go along."""
    account = Account.objects.filter(pk=account_id).select_related("team", "owner").first()
    return opportunities_follow(account) if account else 0


@shared_task(name="pipeline.recount")
def recount() -> int:
    """Stages changed their order: what the opportunities repeat of their moves is told anew."""
    return progress_recount()


@shared_task(name="pipeline.count_norms")
def count_norms() -> int:
    """How long is normal in a stage follows what was won until yesterday."""
    return norms_count()


@shared_task(name="pipeline.ensure_snapshot")
def ensure_snapshot() -> int:
    """Once a day, after the company's night hour: what the forecast says is kept."""
    return snapshot_due()


@shared_task(name="pipeline.fold_tally")
def fold_tally() -> int:
    """The tally has grown by a few rows with each write: what belongs together becomes one row again."""
    return tally_fold()
