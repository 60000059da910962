from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Cadence
from accounts.queries.worth import by_worth
from journal.models import Event


def cadences() -> QuerySet[Cadence]:
    """The cadence of every tier, the most valuable first, unrated last."""
    return Cadence.objects.order_by(by_worth())


def recent_changes() -> QuerySet[Event]:
    """Who set which cadence from what to what: the last twenty."""
    rows = Event.objects.filter(subject_type=Cadence._meta.model_name, verb="cadence.changed")
    return rows.select_related("actor").order_by("-id")[:20]
