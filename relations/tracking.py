"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    for label in ("relations.Wall", "relations.HelpRequest", "relations.Referral"):
        track(label)
    track("relations.WallReading", of="wall")
    for label in ("relations.Profile", "relations.Acquaintance", "relations.Assessment"):
        track(label, account="contact__account")
    track("relations.MarkAdvice", account=None)
