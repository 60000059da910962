from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from teams import rules
from teams.models import Company, User


@transaction.atomic
def company_update(company: Company, *, actor: User, version: int, **changes: Any) -> Company:
    """Changes name, base_currency, timezone or night_hour (0–23). Leads only.

    The base currency is fixed as soon as an amount or a rate is kept against it.
    """
    rules.only_leads(actor)
    wanted = differences(company, changes)
    if not wanted:
        return company
    _check(wanted)
    told = changes_of(company, wanted)
    save_edit(company, version, wanted)
    record(actor=actor, verb="company.updated", subject=company, changes=told)
    return company


def _check(wanted: dict[str, Any]) -> None:
    if "timezone" in wanted:
        rules.known_zone(wanted["timezone"])
    if "base_currency" in wanted:
        rules.is_currency(wanted["base_currency"], field="base_currency")
        rules.base_currency_may_change()
    if not 0 <= wanted.get("night_hour", 0) <= 23:
        raise RuleBroken(_("An hour from 0 to 23."), field="night_hour")
