"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    track("wallet.Estimate")
    track("wallet.Part", of="estimate")
    track("wallet.WalletRule", account=None)
