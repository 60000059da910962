"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import untracked


def keep_history() -> None:
    untracked("journal.Event", "journal.Change", because="they are the history")
    untracked("journal.Job", "journal.IdempotencyKey", because="work in hand and answers given, written by no person")
