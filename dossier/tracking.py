"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track


def keep_history() -> None:
    track("dossier.Contract", ignore=("end_day",))
    track("dossier.Expectation")
    track("dossier.Need")
    track("dossier.Attachment", ignore=("digest",))
    track("dossier.AttachmentRule", account=None)
    track("dossier.ContractReminder", account=None)
