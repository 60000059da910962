"""What happened to a row of this room, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from journal.models import Event
from journal.steps import Step

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


def told(events: Iterable[Event]) -> list[Step]:
    return [Step(*VERBS[event.verb], event.at, event.actor or "") for event in events]
