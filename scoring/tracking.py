"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    track("scoring.TierPin", of="account")
    track("scoring.KeyMark", of="account")
    for label in ("AlertRule", "ChurnRule", "TierPolicy", "MarketShare", "MarketRule", "Playbook", "RetentionRule"):
        track(f"scoring.{label}", account=None)
    track("scoring.PlaybookStep", of="playbook", account=None)
    untracked("scoring.LedgerEntry", because="a booking is not edited: the ledger is its own history")
    untracked("scoring.Alert", "scoring.AlertStep", because="the night writes them; a row says who closed it when")
    nights = ("ScoringRun", "Ladder", "TierDecision", "Departure", "Retained", "ChurnFit", "ChurnPrediction")
    untracked(*(f"scoring.{name}" for name in nights), because="what nights decided is history, kept by its dates")
    sums = ("Basis", "Shard", "Summed", "NightShard", "Standing", "Moved", "Rhythm", "Touched", "WhatIf", "WhatIfMove")
    untracked(*(f"scoring.{name}" for name in sums), because="computed from other rows, and computed again")
