"""Who may decide what and how fast is written, and what a complaint stands for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from care.models import Authority, IcebergRule
from care.models.authority import MOST_HOURS
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads


class AuthoritySpec(NamedTuple):
    """An authority as somebody wants it, and the version that was read."""

    row: Authority
    version: int
    decides: str
    hours: int


@transaction.atomic
def authority_set(*, actor: User, wanted: Sequence[AuthoritySpec]) -> None:
    """Writes several authorities at once. Forbidden for those who do not lead. Complaints that are open keep their
    hour."""
    only_leads(actor)
    for row, version, _decides, hours in wanted:
        if not 1 <= hours <= MOST_HOURS:
            raise RuleBroken(_("From one hour to a year."), field=f"hours_{row.pk}")
        if row.version != version:
            raise StaleEdit(row)
    for row, version, decides, hours in wanted:
        if changes := differences(row, {"decides": decides, "hours": hours}):
            told = changes_of(row, changes)
            record(actor=actor, verb="authority.changed", subject=save_edit(row, version, changes), changes=told)


@transaction.atomic
def iceberg_set(
    rule: IcebergRule, *, actor: User, version: int, unhappy: int, leave: Decimal, stay: Decimal
) -> IcebergRule:
    """What one complaint stands for from now on. Forbidden for those who do not lead."""
    only_leads(actor)
    if unhappy < 1:
        raise RuleBroken(_("One at least: who complains is one of them."), field="unhappy")
    changes = differences(rule, {"unhappy": unhappy, "leave": leave, "stay": stay})
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="iceberg.changed", subject=rule, changes=told)
    return rule
