"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    track("losses.Loss")
    track("losses.Loss_also", of="loss")
    track("losses.WinBack", of="loss")
    track("losses.WinBackStep", of="win_back__loss")
    track("losses.LossReason", account=None)
