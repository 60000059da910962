"""How long the history of changes is kept: for ever, unless a company says otherwise (KAM_HISTORY_MONTHS)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from foundation.sql import say_in_transaction
from journal.models import Change

BATCH: Final = 50_000
MONTH: Final = dt.timedelta(days=30.4375)


def forget_old() -> int:
    """Removes what is older, a batch a transaction. Returns how many rows."""
    if not settings.HISTORY_MONTHS:
        return 0
    oldest, removed = timezone.now() - settings.HISTORY_MONTHS * MONTH, 0
    while gone := _forget(oldest):
        removed += gone
    return removed


@transaction.atomic
def _forget(oldest: dt.datetime) -> int:
    say_in_transaction("kam.forgetting", "on")
    some = Change.objects.filter(at__lt=oldest).order_by("id").values("pk")[:BATCH]
    return Change.objects.filter(pk__in=some).delete()[0]
