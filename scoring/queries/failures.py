"""Why a night or a judgement stopped, in plain words; what the database itself said is kept for who can read it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

CAUSES: list[tuple[tuple[str, ...], Any]] = [
    (
        ("no space left", "disk full", "diskfull", "could not extend file"),
        _("The disk of the database is full. Free some space, then run it again."),
    ),
    (
        ("out of memory", "outofmemory", "memoryerror"),
        _("The memory did not suffice. Give the database or the worker more, then run it again."),
    ),
    (
        ("statement timeout", "lock timeout", "deadlock", "querycanceled"),
        _("Something else held the same rows for too long. Run it again when less is going on."),
    ),
    (
        ("connection", "server closed", "terminating", "shutting down", "starting up", "could not connect"),
        _("The connection to the database broke off. Run it again as soon as the database answers."),
    ),
]
"""What of the raw text tells the cause, and what to do about it; the first that is found."""
UNKNOWN = _("A step did not get through. Run it again; if it stops again, show the details to who runs the server.")


def failure_words(error: str) -> Any:
    """What to do about a raw error text."""
    raw = error.lower()
    return next((said for marks, said in CAUSES if any(mark in raw for mark in marks)), UNKNOWN)
