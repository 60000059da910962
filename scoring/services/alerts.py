"""What people do with alerts. Nothing here changes a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record, record_many
from scoring.choices import AlertState, Outcome
from scoring.models import Alert, AlertStep, PlaybookStep
from teams.models import User

CLOSED = {AlertState.RESOLVED: {Outcome.KEPT, Outcome.LOST}, AlertState.FALSE_ALARM: {Outcome.FALSE_ALARM}}
"""Which outcomes a person's closing may have, by state."""


@dataclass(frozen=True)
class Acknowledged:
    """Ids of alerts: those acknowledged now, and those that were not new any more or had changed meanwhile."""

    done: list[int]
    changed: list[int]


@transaction.atomic
def alert_update(
    alert: Alert,
    *,
    actor: User,
    version: int,
    state: str | None = None,
    outcome: str | None = None,
    note: str | None = None,
) -> Alert:
    """Moves an open alert on: acknowledged, acting; resolved or false alarm, with the outcome; with a note.

    An outcome alone closes it. Who begins to act gets the playbook's steps as they are now. RuleBroken (field "state")
    for a closed alert, and for going back to new; (field "outcome") for a closing that does not say what became of the
    customer; StaleEdit if `version` is old. A closed alert keeps its cause silent until the cause is gone or the rule's
    quiet_days have passed.
    """
    changes = differences(alert, _wanted(alert, state, outcome, note))
    if not changes:
        return alert
    _refuse(alert, changes)
    told = changes_of(alert, changes)
    if changes.get("state") in CLOSED:
        changes |= {"closed_at": timezone.now(), "closed_by": actor}
    begins = changes.get("state") == AlertState.ACTING and alert.acting_since is None
    if begins:
        changes["acting_since"] = timezone.now()
    alert = save_edit(alert, version, changes)
    if begins:
        _take_steps(alert)
    record(actor=actor, verb=f"alert.{alert.state}", subject=alert, account_id=alert.account_id, changes=told)
    return alert


@transaction.atomic
def alerts_acknowledge(*, actor: User, seen: Mapping[int, int]) -> Acknowledged:
    """Acknowledges new alerts at once; `seen` is the version of each as the actor saw it, by id.

    RuleBroken (field "alerts") where one is out of his sight. What changed meanwhile is left alone and told.
    """
    alerts = {alert.pk: alert for alert in _locked(actor, seen)}
    if len(alerts) != len(seen):
        raise RuleBroken(_("There is no such alert."), field="alerts")
    ready = [each for each in alerts.values() if each.state == AlertState.NEW and each.version == seen[each.pk]]
    Alert.objects.filter(pk__in=[each.pk for each in ready]).update(
        state=AlertState.ACKNOWLEDGED, version=F("version") + 1, updated_at=timezone.now()
    )
    told = {each.pk: {"state": [AlertState.NEW, AlertState.ACKNOWLEDGED]} for each in ready}
    subjects = [(each, each.account_id) for each in ready]
    record_many(actor=actor, verb="alert.acknowledged", subjects=subjects, changes=told)
    done = [each.pk for each in ready]
    return Acknowledged(done, sorted(alerts.keys() - set(done)))


@transaction.atomic
def alert_step_tick(step: AlertStep, *, actor: User, done: bool) -> AlertStep:
    """Ticks a step, or takes the tick back; one that is so already stays with who ticked it first.

    RuleBroken when the alert is closed: what was done stays as it was.
    """
    alert = Alert.objects.select_for_update().get(pk=step.alert_id)
    if not alert.is_open:
        raise RuleBroken(_("This alert is closed. Its steps stay as they were."))
    known = AlertStep.objects.filter(pk=step.pk, done_at__isnull=done)
    if known.update(done_at=timezone.now() if done else None, done_by=actor if done else None):
        verb = "alert.step_done" if done else "alert.step_reopened"
        record(actor=actor, verb=verb, subject=alert, account_id=alert.account_id, changes={"step": step.text})
    step.refresh_from_db()
    return step


def _wanted(alert: Alert, state: str | None, outcome: str | None, note: str | None) -> dict[str, Any]:
    """The columns as they shall be: an outcome names its state, a false alarm its outcome."""
    if state is None and outcome:
        state = next((state for state, fitting in CLOSED.items() if outcome in fitting), None)
    if outcome is None and state == AlertState.FALSE_ALARM:
        outcome = alert.outcome if not alert.is_open else Outcome.FALSE_ALARM
    wanted = {"state": state, "outcome": outcome, "note": note}
    return {name: value for name, value in wanted.items() if value is not None}


def _refuse(alert: Alert, changes: dict[str, Any]) -> None:
    if not alert.is_open:
        raise RuleBroken(_("This alert is closed. A new one will open if the cause comes back."), field="state")
    state = changes.get("state", alert.state)
    if state == AlertState.NEW and "state" in changes:
        raise RuleBroken(_("An alert that somebody has seen is not new any more."), field="state")
    fitting = CLOSED.get(state, {""})
    if changes.get("outcome", "") not in fitting:
        raise RuleBroken(_("Say what became of the customer: kept, lost, or a false alarm."), field="outcome")


def _take_steps(alert: Alert) -> None:
    """The alert keeps the steps as the playbook has them now."""
    steps = PlaybookStep.objects.filter(playbook__cause=alert.cause)
    AlertStep.objects.bulk_create(
        AlertStep(alert=alert, position=step.position, text=step.text, text_zh=step.text_zh) for step in steps
    )


def _locked(actor: User, seen: Mapping[int, int]) -> list[Alert]:
    rows = Alert.objects.visible_to(actor).filter(pk__in=list(seen))
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
