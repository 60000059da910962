"""What happened to a row, as a page tells it: a step of its timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from .models import Event
from .queries import newest_first

MOST = 50


@dataclass(frozen=True)
class Step:
    icon: str
    title: Any
    at: dt.datetime
    who: Any
    meta: str = ""
    text: str = ""


def events_of(row: Model) -> list[Event]:
    """Who did what with it, the latest first."""
    rows = Event.objects.filter(subject_type=row._meta.model_name, subject_id=row.pk)
    return list(newest_first(rows)[:MOST])
