"""What becomes of alerts by itself: they go up when their day has passed, and are judged when their horizon is over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction

from foundation.locks import wait_for_lock
from foundation.sql import run_step
from journal.jobs import enqueue
from journal.models import Job, JobState
from scoring.models import ChurnRule
from scoring.queries.nights import by_word, company_now
from scoring.rules import YEAR
from teams.models import Company

FOLDER = Path(__file__).resolve().parent.parent / "follow_up"
ESCALATE = "scoring.escalate_alerts"
JUDGE = "scoring.judge_alerts"


@transaction.atomic
def ensure_escalation() -> Job | None:
    """Queues the escalation of late alerts, unless it is on its way."""
    wait_for_lock("scoring.escalation.schedule")
    if Job.objects.filter(task=ESCALATE, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        return None
    return enqueue(ESCALATE)


@transaction.atomic
def after_night() -> None:
    """Queues what follows a night: the ledger and the alerts are new, so late ones go up and old ones are judged."""
    ensure_escalation()
    enqueue(JUDGE)


@transaction.atomic
def escalate_alerts(today: dt.date | None = None) -> int:
    """Hands open alerts whose day has passed to who leads the team, or higher (escalate.sql); returns how many moved.

    `today` is the company's. Twice on a day does no more than once.
    """
    wait_for_lock("scoring.escalation")
    return run_step(FOLDER / "escalate.sql", {"today": today or company_now().date()}).rows


@transaction.atomic
def judge_alerts(date: dt.date | None = None) -> None:
    """Keeps what the ledger says as of `date`: about alerts whose horizon is over, who left, and who of the customers
    of the year before the last ordered again. By itself it is the standing night's: one that rated nobody is none.
    """
    wait_for_lock("scoring.judging")
    date = date or by_word().values_list("business_date", flat=True).first()
    if date is None:
        return
    values = {
        "date": date,
        "horizon": ChurnRule.current().horizon_days,
        "year": YEAR,
        "zone": Company.current().timezone,
    }
    for name in ("verdicts", "departures", "retained"):
        run_step(FOLDER / f"{name}.sql", values)
