"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    track("rights.RightsRule", account=None)
    untracked("rights.Verdict", because="it follows from what is tracked")
