from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from relations.models import HelpRequest


def help_due(rows: QuerySet[HelpRequest], today: dt.date) -> QuerySet[HelpRequest]:
    """Requests that should be answered by `today`, each with its account and the two people."""
    found = rows.filter(answered_at=None, account__archived_at=None, due_on__lte=today)
    return found.select_related("account", "helper", "asked_by")
