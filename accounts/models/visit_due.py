from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import models

from teams.visibility import OfAccount

from .account import Account

NEVER: Final = dt.date.max
"""Where nobody is waited for: the furthest day there is, so that one index serves both orders without a null."""


class VisitDue(models.Model):
    """When the next visit to an account is due: its last one (or its first day) plus the days of its tier's cadence.

    The database keeps it by triggers (its migration), one row an account, whoever writes accounts or cadences. Not a
    column of accounts: it follows from the tier, and an index over it there would make each night that publishes
    tiers renew all indexes of those accounts. Only the triggers write rows, so no foreign key checks them one by one.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="visit_due", db_constraint=False
    )
    due_on = models.DateField(default=NEVER)

    objects = OfAccount.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_on", "account"], name="visit_due_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.due_on}"
