"""The rules that raise alerts, and the playbooks of what to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from scoring.choices import Cause
from scoring.models import AlertRule, Playbook, PlaybookStep
from scoring.playbooks import MOST_STEPS
from teams.models import User
from teams.rules import only_leads

Texts = Sequence[tuple[str, str]]


@transaction.atomic
def alert_rule_update(rule: AlertRule, *, actor: User, version: int, **fields: Any) -> AlertRule:
    """Changes is_enabled, threshold, tiers, min_orders, days to act, escalation or quiet_days; the next night judges
    by it. Alerts that are open keep their day.

    Forbidden for who does not lead; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    if "min_orders" in changes and rule.cause != Cause.OVERDUE:
        raise RuleBroken(_("Only overdue orders are judged by it."), field="min_orders")
    if changes.get("threshold", 0) < 0:
        raise RuleBroken(_("A threshold is not negative."), field="threshold")
    if changes.get("escalate_days", 1) < 1:
        raise RuleBroken(_("A day at least."), field="escalate_days")
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="alert_rule.updated", subject=rule, changes=told)
    return rule


@transaction.atomic
def playbook_update(playbook: Playbook, *, actor: User, version: int, steps: Texts) -> Playbook:
    """Puts `steps` (English, Chinese) in the place of the present ones. Alerts that are acted on keep theirs.

    Forbidden for who does not lead; StaleEdit if `version` is old.
    """
    only_leads(actor)
    before = [[step.text, step.text_zh] for step in playbook.steps.all()]
    after = [list(texts) for texts in steps]
    if before == after:
        return playbook
    if len(after) > MOST_STEPS:
        raise RuleBroken(_("%(n)d steps at most.") % {"n": MOST_STEPS}, field="steps")
    playbook = save_edit(playbook, version, {})
    playbook.steps.all().delete()
    PlaybookStep.objects.bulk_create(
        PlaybookStep(playbook=playbook, position=position, text=text, text_zh=text_zh)
        for position, (text, text_zh) in enumerate(after, 1)
    )
    record(actor=actor, verb="playbook.updated", subject=playbook, changes={"steps": [before, after]})
    return playbook
