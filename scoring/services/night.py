"""The nightly run: from the ledger to tiers, published columns and alerts, in one transaction of .sql steps.

One transaction, so that a killed worker leaves nothing half done and the next attempt starts clean; one lock, so that
two schedulers, three runs and a run by hand follow one another. How far it is, a second connection tells.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.locks import wait_for_lock
from foundation.sql import StepResult, aside, run_step, select
from scoring import rules
from scoring.choices import Cause, RunState
from scoring.models import ScoringRun, TierPolicy
from scoring.queries.nights import company_now, is_latest, previous_night, publishes
from teams.models import Company

FOLDER = Path(__file__).resolve().parent.parent
NIGHT = FOLDER / "night"
JUDGE = ["010_cost_to_serve", "020_profit", "030_rank", "040_tier", "050_distance", "060_decide"]
RECORD = ["070_forget", "080_record"]
PUBLISH = ["090_publish"]
ALERT = ["100_causes", "110_causes_from_ledger", "120_causes_from_visits"]
SETTLE = ["130_close_alerts", "140_follow_alerts", "150_open_alerts"]
STEPS = [*JUDGE, *RECORD, *PUBLISH, *ALERT, *SETTLE]

Report = Callable[[str, int, StepResult | None], None]
"""Told before (result None) and after each step: its name, its number from 0, what it did."""


def silent(_name: str, _number: int, _result: StepResult | None) -> None:
    """Reports to nobody."""


def run_night(run_id: int, *, again: bool = False, report: Report = silent) -> ScoringRun:
    """Computes the night of run `run_id` and returns it; waits while another night runs.

    A night that is done stays as it is unless `again`. Whatever goes wrong leaves the state before, marks the run as
    failed and is raised.
    """
    try:
        with transaction.atomic():
            wait_for_lock("scoring.night")
            run = ScoringRun.objects.get(pk=run_id)
            if run.state != RunState.DONE or again:
                _compute(run, report)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"[:2000]
        ScoringRun.objects.filter(pk=run_id).update(state=RunState.FAILED, error=failure)
        raise
    return run


def night_values(date: dt.date, policy: TierPolicy) -> dict[str, Any]:
    """Everything the steps of the night of `date` take, under `policy`."""
    recent, earlier = rules.halves(date, policy.window_months)
    columns = ("slim_margin", "platinum_share", "platinum_rank", "gold_share", "loyal_months", "buffer", "patience")
    return {
        "date": date,
        "after": rules.window(date, policy.window_months).after,
        "month": date.replace(day=1),
        "middle": recent.after,
        "half_before": earlier.after,
        "previous": previous_night(date),
        "zone": Company.current().timezone,
        "policy": policy.pk,
        "account": None,
        "causes": [cause for cause in Cause.values if cause != Cause.CHURN],
        **{name: getattr(policy, name) for name in columns},
    }


def judge(values: Mapping[str, Any]) -> None:
    """The steps that decide and write nothing that lasts; their temporary tables end with the transaction."""
    for name in JUDGE:
        run_step(NIGHT / f"{name}.sql", values)


def _compute(run: ScoringRun, report: Report) -> None:
    policy = TierPolicy.objects.get(state="active")
    values = {**night_values(run.business_date, policy), "run": run.pk}
    with aside() as tell:
        progress = _Progress(run, policy, tell, report)
        progress.run(JUDGE, values)
        totals = select(FOLDER / "reading" / "night_totals.sql", {})[0]
        progress.run(RECORD, values)
        is_published = totals["rated"] > 0 and publishes(run.business_date)
        if is_published:
            progress.run(PUBLISH, values)
        if is_latest(run.business_date):
            progress.run([*ALERT, *SETTLE], values)
    for name, value in totals.items():
        setattr(run, name, value)
    run.policy, run.steps, run.is_published = policy, progress.steps, is_published
    run.started_at, run.finished_at, run.error = progress.started_at, timezone.now(), ""
    run.state = RunState.DONE
    run.save(update_fields=[*totals, "policy", "steps", "is_published", "started_at", "finished_at", "error", "state"])


class _Progress:
    """Runs steps and tells how far they are: to the page by the second connection, to the caller by `report`."""

    def __init__(self, run: ScoringRun, policy: TierPolicy, tell: Any, report: Report) -> None:
        self.steps: list[dict[str, Any]] = []
        self.started_at = timezone.now()
        self._tell, self._report = tell, report
        self._values = {"run": run.pk, "policy": policy.pk, "started_at": self.started_at}
        self._write(start=1)

    def run(self, names: list[str], values: Mapping[str, Any]) -> None:
        for name in names:
            self._report(name, STEPS.index(name), None)
            result = run_step(NIGHT / f"{name}.sql", values)
            self.steps.append({"name": name, "rows": result.rows, "seconds": round(result.seconds, 3)})
            self._write()
            self._report(name, STEPS.index(name), result)

    def _write(self, start: int = 0) -> None:
        values = {**self._values, "steps": json.dumps(self.steps), "start": start}
        self._tell(NIGHT / "progress.sql", values)


def refresh_alerts(account_id: int) -> None:
    """What visits, steps and ownership say of one account, judged anew as of the last closed day; one transaction."""
    company = Company.current()
    values = {
        "date": rules.last_closed_day(company_now(), company.night_hour),
        "zone": company.timezone,
        "account": account_id,
        "causes": [Cause.CADENCE, Cause.NO_NEXT_STEP],
    }
    with transaction.atomic():
        wait_for_lock(f"scoring.alerts.{account_id}")
        for name in ["100_causes", "120_causes_from_visits", *SETTLE]:
            run_step(NIGHT / f"{name}.sql", values)
