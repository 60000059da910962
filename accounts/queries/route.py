"""A day on the road: whom somebody visits one after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from accounts.models import Visit

from .visit import between, planned, with_people

MOST = 50


def route_of(user: Any, day: dt.date) -> QuerySet[Visit]:
    """The user's own planned visits of a day at accounts in sight, in their order."""
    rows = planned(Visit.objects.visible_to(user)).filter(by=user, account__archived_at=None)
    visits = with_people(between(rows, day, day)).select_related("account")
    return visits.order_by("starts_at", "id")[:MOST]
