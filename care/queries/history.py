"""What happened to a complaint, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from care.choices import Level
from journal.models import Event
from journal.steps import Step

VERBS = {
    "complaint.opened": ("circle-plus", _("Taken")),
    "complaint.updated": ("pencil", _("Changed")),
    "complaint.escalated": ("arrow-up", _("Handed one level up")),
    "complaint.closed": ("circle-check", _("Closed")),
    "complaint.told": ("circle-check", _("Closed before it came here")),
    "complaint.rated": ("star", _("Customer asked")),
}


def told(events: Iterable[Event]) -> list[Step]:
    """What the clock did was done by nobody: it says so."""
    return [_step(event) for event in events]


def _step(event: Event) -> Step:
    icon, title = VERBS[event.verb]
    levels = [str(Level(each).label) for each in event.changes.get("level", []) if each]
    by_itself = _("by itself: its hour had passed") if event.verb == "complaint.escalated" else ""
    return Step(
        icon, title, event.at, event.actor or by_itself, " → ".join(levels), str(event.changes.get("reason", ""))
    )
