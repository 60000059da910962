from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.choices import Tier
from accounts.models import Cadence
from journal.models import Event

_WORTH = [When(tier=tier, then=Value(rank)) for rank, tier in enumerate(Tier)]


def cadences() -> QuerySet[Cadence]:
    """The cadence of every tier, the most valuable first, unrated last."""
    return Cadence.objects.order_by(Case(*_WORTH, default=Value(9), output_field=IntegerField()))


def recent_changes() -> QuerySet[Event]:
    """Who set which cadence from what to what: the last twenty."""
    rows = Event.objects.filter(subject_type=Cadence._meta.model_name, verb="cadence.changed")
    return rows.select_related("actor").order_by("-id")[:20]
