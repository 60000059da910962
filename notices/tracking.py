"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import untracked


def keep_history() -> None:
    untracked("notices.Notice", "notices.Mention", because="made with an event, and forgotten after a while")
    untracked("notices.Unwanted", because="what a person wants to be told is nobody else's business")
