from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from scoring.models import RetentionRule
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def retention_rule_update(rule: RetentionRule, *, actor: User, version: int, **fields: Any) -> RetentionRule:
    """Changes discount_rate (a share) or min_accounts, with which the value of keeping is reckoned from now on.

    Forbidden for who does not lead; RuleBroken outside the ranges; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    if not 0 <= changes.get("discount_rate", 0) <= 1:
        raise RuleBroken(_("A rate from 0 to 100 %."), field="discount_rate")
    if changes.get("min_accounts", 5) < 5:
        raise RuleBroken(_("Five accounts at least."), field="min_accounts")
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="retention_rule.updated", subject=rule, changes=told)
    return rule
