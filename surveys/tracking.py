"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    # Whoever has the key, and our secret, could answer.
    track("surveys.Survey", ignore=["key"])
    track("surveys.SurveyLine", of="survey")
    track("surveys.SurveyPoint", account=None)
    track("surveys.SurveyRule", account=None)
