"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    track("accounts.Account", ignore=("tier", "tier_since", "churn_risk", "scored_at", "last_visit_on"))
    track("accounts.Contact", ignore=("last_met_on",))
    track("accounts.ContactRole", of="contact")
    # Where a phone was is told on consent: once it is taken back, nothing keeps it.
    track("accounts.Visit", ignore=("client_id", "latitude", "longitude", "place_accuracy"))
    track("accounts.Visit_contacts", of="visit")
    track("accounts.OwnCadence")
    for label in ("accounts.Cadence", "accounts.MergeRule", "accounts.CompletenessRule"):
        track(label, account=None)
    track("accounts.CompletenessPoint", of="rule", account=None)
    untracked("accounts.Merge", "accounts.TwoAccounts", because="the row itself says who and when; it is not edited")
    untracked("accounts.MergedRows", because="ids that a merge moved: the rows themselves tell it")
    untracked("accounts.SavedView", because="a person's own, and nobody else's business")
    untracked(
        "accounts.VisitDue", "accounts.PublishedProfit", "accounts.Completeness", "accounts.MatchKey",
        "accounts.LikePair", because="made anew from other rows, by the database or the night",
    )  # fmt: skip
