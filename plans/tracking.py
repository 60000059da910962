"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    track("plans.AccountPlan")
    for part in ("KeyCheck", "PlanShare", "Objective", "PlanAction", "PlanReview"):
        track(f"plans.{part}", of="plan")
    track("plans.KeyPoint", account=None)
    track("plans.ResourceMix", account=None)
