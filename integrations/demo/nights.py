"""The nights that have been: the ends of the last months and yesterday, so that tiers have a history."""

from __future__ import annotations

import datetime as dt

from foundation import clock
from scoring.choices import AlertState
from scoring.churn.nightly import fit_night
from scoring.models import Alert, ScoringRun
from scoring.services.schedule import night_now
from teams.models import Company

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
    _freshen_alerts(scene)
    return len(days)


def _freshen_alerts(scene: Scene) -> None:
    """Nobody leaves alerts open for months: those of earlier nights become this fortnight's, some of them taken on."""
    dice = scene.dice("alerts")
    alerts = list(Alert.objects.filter(state=AlertState.NEW).order_by("account__external_id", "cause"))
    for alert in alerts:
        given = alert.due_on - alert.opened_on
        alert.opened_on = scene.today - dt.timedelta(days=dice.choice([1, 1, 2, 4, 6, 9, 12]))
        alert.due_on = alert.opened_on + given
        alert.state = dice.choices([AlertState.NEW, AlertState.ACKNOWLEDGED, AlertState.ACTING], weights=[6, 2, 2])[0]
    Alert.objects.bulk_update(alerts, ["opened_on", "due_on", "state"])


def _days(today: dt.date) -> list[dt.date]:
    month = clock.month_start(today)
    ends = [clock.add_months(month, -back) - dt.timedelta(days=1) for back in range(MONTHS)]
    return sorted({*ends, today - dt.timedelta(days=1)})
