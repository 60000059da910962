"""What is due of win-back plans."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from losses.choices import WinBackState
from losses.models import WinBackStep


def win_back_steps_due(rows: QuerySet[WinBackStep], today: dt.date) -> QuerySet[WinBackStep]:
    """Open steps of running plans, due on `today` or overdue, each with its account and its owner."""
    found = rows.filter(
        done_at=None, is_dropped=False, win_back__state=WinBackState.RUNNING, win_back__loss__account__archived_at=None
    )
    return found.filter(due_on__lte=today).select_related("win_back__loss__account", "owner")
