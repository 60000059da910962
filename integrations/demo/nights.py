"""The nights that have been: one of a year ago, the ends of the last months, and yesterday: tiers have a history."""

from __future__ import annotations

import datetime as dt

from foundation import clock
from scoring.churn.nightly import fit_night
from scoring.models import ScoringRun
from scoring.services.schedule import night_now
from teams.models import Company

from .alerts import make_alerts_live
from .key_accounts import draft_policy, mark_key_accounts
from .records import keep_records
from .stage import Scene

MONTHS = 7


def pass_nights(scene: Scene) -> int:
    """Runs them oldest first, each as if at its own time; returns how many."""
    hour = Company.current().night_hour
    days = _days(scene.today)
    for day in days:
        run, _was_done = night_now(day)
        at = min(scene.moment(day + dt.timedelta(days=1), hour, 5), scene.now)
        took = (run.finished_at or at) - (run.started_at or at)
        ScoringRun.objects.filter(pk=run.pk).update(requested_at=at, started_at=at, finished_at=at + took)
    fit_night(days[-1])
    keep_records(scene)
    make_alerts_live(scene)
    mark_key_accounts(scene)
    draft_policy(scene)
    return len(days)


def _days(today: dt.date) -> list[dt.date]:
    month = clock.month_start(today)
    ends = [clock.add_months(month, -back) - dt.timedelta(days=1) for back in range(MONTHS)]
    year_ago = clock.add_months(month, -12) - dt.timedelta(days=1)
    return sorted({year_ago, *ends, today - dt.timedelta(days=1)})
