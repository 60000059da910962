"""Performance reviews: what was agreed, and what is due of it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from pipeline.models import AgreedAction


def agreed_due(rows: QuerySet[AgreedAction], today: dt.date) -> QuerySet[AgreedAction]:
    """Open ones that are due on `today` or overdue, the oldest first."""
    due = rows.filter(done_at=None, due_on__lte=today)
    return due.select_related("review__person", "owner").order_by("due_on", "id")
