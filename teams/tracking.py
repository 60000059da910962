"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    for label in ("teams.Company", "teams.Team", "teams.ExchangeRate", "teams.CostRate"):
        track(label, account=None)
    track("teams.User", account=None, ignore=("password", "last_login"))
    untracked("teams.User_groups", "teams.User_user_permissions", because="the product uses neither")
    untracked("teams.Subscription", "teams.DigestWish", because="what a person reads is nobody else's business")
    untracked("teams.SubscriptionMail", "teams.DigestDay", because="mails sent: each row says what became of it")
