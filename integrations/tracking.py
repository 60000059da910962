"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    track("integrations.ApiKey", account=None, ignore=("prefix", "digest", "user_hash", "last_used_on"))
    track("integrations.CalendarFeed", account=None, ignore=("digest", "user_hash", "last_used_on"))
    untracked(
        "integrations.Import", "integrations.ImportPiece", because="a file on its way; the rows it writes are kept"
    )
