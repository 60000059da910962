"""What people do with alerts, and the rules that raise them. Nothing here changes a score."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from scoring.choices import AlertState
from scoring.models import Alert, AlertRule
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def alert_update(alert: Alert, *, actor: User, version: int, state: str, note: str | None = None) -> Alert:
    """Moves an open alert on, with a note: acknowledged, acting, resolved, false alarm.

    RuleBroken (field "state") for a closed alert, and for going back to new; StaleEdit if `version` is old. A closed
    alert keeps its cause silent until the cause is gone or the rule's quiet_days have passed.
    """
    wanted: dict[str, Any] = {"state": state} if note is None else {"state": state, "note": note}
    changes = differences(alert, wanted)
    if not changes:
        return alert
    if not alert.is_open:
        raise RuleBroken(_("This alert is closed. A new one will open if the cause comes back."), field="state")
    if changes.get("state") == AlertState.NEW:
        raise RuleBroken(_("An alert that somebody has seen is not new any more."), field="state")
    if changes.get("state") in {AlertState.RESOLVED, AlertState.FALSE_ALARM}:
        changes |= {"closed_at": timezone.now(), "closed_by": actor}
    told = changes_of(alert, {name: changes[name] for name in ("state", "note") if name in changes})
    alert = save_edit(alert, version, changes)
    record(actor=actor, verb=f"alert.{state}", subject=alert, account_id=alert.account_id, changes=told)
    return alert


@transaction.atomic
def alert_rule_update(rule: AlertRule, *, actor: User, version: int, **fields: Any) -> AlertRule:
    """Changes is_enabled, threshold, tiers, min_orders, due_days or quiet_days; the next night judges by it.

    Forbidden for who does not lead; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    if changes.get("threshold", 0) < 0:
        raise RuleBroken(_("A threshold is not negative."), field="threshold")
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="alert_rule.updated", subject=rule, changes=told)
    return rule
