from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import models

from teams.visibility import OfAccount

from .account import Account

UNRATED: Final = Decimal(-(10**21))
"""Where accounts without a profit stand in the order of profit: below everybody, so that one index serves both orders
without a null."""


class PublishedProfit(models.Model):
    """An account's net profit in the base currency, over the months that the tier policy looks at. Published here by
    scoring alone, as tiers are on accounts; `UNRATED` before its first night and where it has no entry.

    The database makes the row with the account, by a trigger (its migration). Not a column of accounts: it moves with
    every booking, and an index over it there would make a night renew all indexes of those accounts.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="published_profit", db_constraint=False
    )
    amount = models.DecimalField(max_digits=30, decimal_places=8, default=UNRATED, db_default=UNRATED)

    objects = OfAccount.as_manager()

    class Meta:
        indexes = [models.Index(fields=["amount", "account"], name="published_profit_order")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
