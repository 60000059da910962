"""What the scheduler has done, and when (UTC): only tasks that may be sent twice, or not at all for a while."""

from __future__ import annotations

from typing import Any, Final

from celery.schedules import crontab

TASKS: Final[dict[str, dict[str, Any]]] = {
    "sweep": {"task": "journal.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "forget": {"task": "journal.forget", "schedule": crontab(minute="35", hour="*/6"), "options": {"expires": 3000}},
    "notices": {"task": "notices.forget", "schedule": crontab(minute="40", hour="*/6"), "options": {"expires": 3000}},
    "mails": {"task": "teams.forget_mails", "schedule": crontab(minute="45", hour="3"), "options": {"expires": 3000}},
    # Hourly and idempotent: whatever was missed, by a stopped machine or a clock change, is made good.
    "snapshot": {"task": "pipeline.ensure_snapshot", "schedule": crontab(minute="15"), "options": {"expires": 3000}},
    "night": {"task": "scoring.ensure_night", "schedule": crontab(minute="5"), "options": {"expires": 3000}},
    "fit": {"task": "scoring.ensure_fit", "schedule": crontab(minute="35"), "options": {"expires": 3000}},
    "norms": {"task": "pipeline.count_norms", "schedule": crontab(minute="15"), "options": {"expires": 3000}},
    "tally": {"task": "pipeline.fold_tally", "schedule": crontab(minute="25"), "options": {"expires": 3000}},
    "merged": {"task": "accounts.gather_late", "schedule": crontab(minute="*/10"), "options": {"expires": 580}},
    "records": {"task": "accounts.judge_records", "schedule": crontab(minute="50"), "options": {"expires": 3000}},
    "verdicts": {"task": "rights.judge_all", "schedule": crontab(minute="52"), "options": {"expires": 3000}},
    "pairs": {"task": "accounts.find_pairs", "schedule": crontab(minute="40"), "options": {"expires": 3000}},
    "digests": {"task": "teams.ensure_digests", "schedule": crontab(minute="10"), "options": {"expires": 3000}},
    "complaints": {"task": "care.ensure_escalation", "schedule": crontab(minute="*/5"), "options": {"expires": 280}},
    "contracts": {"task": "dossier.tend_contracts", "schedule": crontab(minute="55"), "options": {"expires": 3000}},
    "files": {"task": "dossier.clear_files", "schedule": crontab(minute="20", hour="3"), "options": {"expires": 3000}},
    "imports": {"task": "integrations.expire_imports", "schedule": crontab(minute="45"), "options": {"expires": 3000}},
    "subscriptions": {
        "task": "teams.ensure_subscriptions",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3000},
    },
    "late": {"task": "scoring.ensure_escalation", "schedule": crontab(minute="20"), "options": {"expires": 3000}},
}
