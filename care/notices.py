"""What this room tells people: a complaint is theirs to handle, came up to them, or was closed; a text names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from care.models import Complaint
from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register


def tell_people() -> None:
    """Called in ready()."""
    opens(Complaint, Door("complaint_detail", "complaint_list", "handler={person}"))
    given, up = _("Complaint for you to handle"), _("Complaint escalated to you")
    several = ngettext_lazy("%(n)d complaint escalated to you", "%(n)d complaints escalated to you", "n")
    register(
        Story("complaint.opened", Kind.GIVEN, _handler, given),
        Story("complaint.updated", Kind.GIVEN, _new_handler, given),
        Story("complaint.escalated", Kind.ESCALATED, _handler, up, several),
        Story("complaint.closed", Kind.ANSWERED, _reporter, _("Complaint closed that you reported")),
    )
    mentioned = _("You are mentioned in a complaint")
    watch("complaint.opened", edits=["complaint.updated"], one=mentioned, texts=Watched(("text",), _told_of))
    watch("complaint.closed", one=mentioned, texts=Watched(("result",), _told_of, once=False))


def _told_of(row: Complaint) -> tuple[str, tuple[str, int]]:
    return str(row.account), ("complaint", row.pk)


def _handler(row: Complaint, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.handler_id, *_told_of(row), row.text)


def _new_handler(row: Complaint, changes: dict[str, Any]) -> Iterable[Told]:
    return _handler(row, changes) if "handler" in changes else ()


def _reporter(row: Complaint, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.reported_by_id, *_told_of(row), row.result)
