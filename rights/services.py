"""Every write of this room: verdicts are made anew, and the rule by which they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Tier
from accounts.queries.coverage import MONTHS
from accounts.queries.visit import company_day, company_zone
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.sql import run_step
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads

from .models import RightsRule

SQL: Final = Path(__file__).parent / "sql"


def verdicts_judge() -> None:
    """Of all accounts, by the present rule and as of today."""
    _judge(None)


def verdict_judge(account_id: int) -> None:
    """Of one: called with each write that bears on it, and soon after each visit."""
    _judge(account_id)


def _judge(account_id: int | None) -> None:
    zone, today = company_zone(), company_day(timezone.now())
    first = clock.add_months(today, -MONTHS)
    since, midnight = (dt.datetime.combine(day, dt.time(), zone) for day in (first, today))
    values = {
        "today": today, "first": first, "since": since, "midnight": midnight, "zone": zone.key, "year": today.year,
        "account": account_id,
    }  # fmt: skip
    run_step(SQL / "judge.sql", values, without=["one"] if account_id is None else [])


@transaction.atomic
def rights_rule_set(
    rule: RightsRule, *, actor: User, version: int, key_tiers: Sequence[str], **numbers: Any
) -> RightsRule:
    """By what is judged from now on; every account is, soon after. Forbidden for those who do not lead; RuleBroken for
    tiers that are none and numbers out of bounds; StaleEdit if `version` is old."""
    only_leads(actor)
    tiers = [tier.value for tier in Tier if tier in key_tiers]
    if len(tiers) != len(set(key_tiers)):
        raise RuleBroken(_("No such tier."), field="key_tiers")
    for name, number in numbers.items():
        field: Any = RightsRule._meta.get_field(name)
        for validator in field.validators:
            _refuse_bad(validator, number, name)
    changes = differences(rule, {"key_tiers": tiers, **numbers})
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="rightsrule.changed", subject=rule, changes=told)
    return rule


def _refuse_bad(validator: Any, number: Any, name: str) -> None:
    if type(number) is not int or validator.compare(number, validator.limit_value):
        raise RuleBroken(_("A whole number within the bounds."), field=name)
