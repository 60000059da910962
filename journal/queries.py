"""Reads of the journal. What a reader may know of is decided above: give it events that are his to see."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Event


def latest_by_type(events: QuerySet[Event]) -> dict[str, Event]:
    """The last event of each subject type among `events`, its actor joined."""
    rows = events.order_by("subject_type", "-id").distinct("subject_type").select_related("actor")
    return {event.subject_type: event for event in rows}


def newest_first(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("actor").order_by("-id")
