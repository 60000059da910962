"""Who would move under another policy, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from foundation.sql import select_over
from scoring.models import ScoringRun, TierPolicy

from .night import FOLDER, judge, night_values


@dataclass(frozen=True)
class Shift:
    """Accounts that would go from one tier to another ("" is unrated), their profit, the minutes we spend on them."""

    before: str
    after: str
    accounts: int
    profit: Decimal
    minutes: int


@dataclass(frozen=True)
class WhatIf:
    shifts: list[Shift]
    accounts: int

    @property
    def moving(self) -> list[Shift]:
        return [shift for shift in self.shifts if shift.before != shift.after]

    @property
    def moved(self) -> int:
        return sum(shift.accounts for shift in self.moving)


def what_if(policy: TierPolicy, night: ScoringRun, decisions: QuerySet[Any]) -> WhatIf:
    """What the run after `night` would decide under `policy` on the same ledger, for the accounts of `decisions`.

    `decisions`: those the reader may see. Buffer, patience and pins count as they would in that run.
    """
    values = {**night_values(night.business_date, policy), "previous": night.business_date}
    rows = decisions.filter(business_date=night.business_date).order_by().values("account_id", "tier")
    with transaction.atomic():
        judge(values)
        found = select_over(FOLDER / "reading" / "what_if.sql", rows, {})
    shifts = [Shift(**row) for row in found]
    return WhatIf(shifts, sum(shift.accounts for shift in shifts))
