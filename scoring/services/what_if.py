"""Who would move under another policy, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.sql import allow_memory, run_step, select_over
from scoring.models import ScoringRun, TierPolicy
from scoring.queries.nights import of_night
from teams.models import Company

from .judging import not_asked, policy_values
from .night import FOLDER, MEMORY, NIGHT, SUMS
from .plan import EVERYTHING, holds, window_values
from .ranking import boundaries, rank


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
    zone = Company.current().timezone
    values = {
        **window_values(night.business_date, policy, zone),
        **EVERYTHING.values(),
        **policy_values(policy, night.business_date),
        "as_of": timezone.now(),
        "again": None,
    }
    with transaction.atomic():
        allow_memory(MEMORY)
        for name in ["042_standing_kept"] if holds(night, policy) else ["005_start", *SUMS, "041_standing_apart"]:
            run_step(NIGHT / f"{name}.sql", values, without=EVERYTHING.without)
        without = {"doubtful", *not_asked(policy)}
        run_step(NIGHT / "060_judge.sql", values | boundaries(rank(night), policy), without=without)
        rows = of_night(decisions, night).order_by().values("account_id")
        found = select_over(FOLDER / "reading" / "what_if.sql", rows, {})
        transaction.set_rollback(True)
    shifts = [Shift(**row) for row in found]
    return WhatIf(shifts, sum(shift.accounts for shift in shifts))
