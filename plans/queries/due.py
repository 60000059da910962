"""What is due to be done, and to be reviewed."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from plans.models import AccountPlan, PlanAction


def open_actions(rows: QuerySet[PlanAction]) -> QuerySet[PlanAction]:
    return rows.filter(done_at=None, is_dropped=False, plan__account__archived_at=None)


def plan_actions_due(rows: QuerySet[PlanAction], today: dt.date) -> QuerySet[PlanAction]:
    """Open ones that are due on `today` or overdue, each with its plan's account and its owner."""
    return open_actions(rows).filter(due_on__lte=today).select_related("plan__account", "owner")


def reviews_due(rows: QuerySet[AccountPlan], today: dt.date) -> QuerySet[AccountPlan]:
    """Plans with a quarter that is over and not reviewed, each with its account and who owns that."""
    found = rows.filter(review_on__lte=today, account__archived_at=None)
    return found.select_related("account__owner")
