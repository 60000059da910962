"""What happened to a row of this room, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from journal.models import Event

VERBS = {
    "attachment.added": ("circle-plus", _("Brought")),
    "attachment.updated": ("pencil", _("Changed")),
    "attachment.removed": ("trash-2", _("Removed")),
    "attachment.restored": ("undo-2", _("Brought back")),
    "contract.added": ("circle-plus", _("Written down")),
    "contract.updated": ("pencil", _("Changed")),
    "contract.settled": ("check", _("Decided: stays as it is written")),
    "contract.renewed": ("repeat", _("Renewed by itself")),
    "contract.reminded": ("bell", _("Spoken of, because its end is near")),
    "contract.terminated": ("circle-x", _("Terminated")),
}


@dataclass(frozen=True)
class Step:
    icon: str
    title: Any
    at: dt.datetime
    who: Any


def events_of(row: Model) -> list[Event]:
    """Who did what with it, the latest first."""
    rows = Event.objects.filter(subject_type=row._meta.model_name, subject_id=row.pk)
    return list(rows.select_related("actor").order_by("-id")[:50])


def told(events: Iterable[Event]) -> list[Step]:
    return [Step(*VERBS[event.verb], event.at, event.actor or "") for event in events]
