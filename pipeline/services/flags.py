"""When an opportunity shows a red flag: the rule, and the stages' own normal that it is judged by."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.sql import run_step
from journal.services import changes_of, record
from pipeline.models import FlagRule
from pipeline.queries.composed import SQL
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def flag_rule_update(rule: FlagRule, *, actor: User, version: int, **fields: Any) -> FlagRule:
    """Changes visit_days, norm_stays or decision_maker_from; every list follows at once.

    Forbidden for who does not lead; RuleBroken outside the ranges; StaleEdit if `version` is old.
    """
    only_leads(actor)
    changes = differences(rule, fields)
    if not changes:
        return rule
    for name, value in changes.items():
        _refuse_outside(name, value)
    said = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="flag_rule.updated", subject=rule, changes=said)
    return rule


@transaction.atomic
def norms_count() -> int:
    """Counts anew how long won opportunities stayed in each stage; returns how many stages there are."""
    return run_step(SQL / "norms.sql", {}).rows


def _refuse_outside(name: str, value: Any) -> None:
    field: Any = FlagRule._meta.get_field(name)
    low, high = (validator.limit_value for validator in field.validators[:2])
    if not low <= value <= high:
        raise RuleBroken(f"{low}–{high}", field=name)
