"""What can go wrong by a person's doing, said once for pages, API, tasks and commands."""

from __future__ import annotations

from typing import Any

from django.http import Http404


class RuleBroken(Exception):
    """A business rule refuses this write. `field` names the input to mend, where there is one.

    Pages answer 422 and keep what was typed; the API answers a 400 problem document.
    """

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class TooLarge(RuleBroken):
    """More than is taken. As any broken rule; the API answers 413."""


class WrongKind(RuleBroken):
    """A file of a kind that is not taken. As any broken rule; the API answers 415."""


class StaleEdit(Exception):
    """Somebody else saved first. `current` is the row as it stands now. Answered with 412."""

    def __init__(self, current: Any) -> None:
        super().__init__("stale edit")
        self.current = current


class Missing(Http404):
    """What the reader may see is not there (any more), and the text says so. Answered with 404."""


class Forbidden(Exception):
    """The reader sees the thing but his role may not do this to it. Answered with 403."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message
