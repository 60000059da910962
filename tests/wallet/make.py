"""Estimates made by their service, as people make them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Account
from foundation import clock
from pipeline.models import Competitor
from scoring.models import LedgerEntry
from wallet import services
from wallet.models import Estimate
from wallet.rules import month_ended
from wallet.services import PartSpec


def last_day() -> dt.date:
    return month_ended(clock.today())


def competitor(name: str = "Huawei") -> Competitor:
    return Competitor.objects.get_or_create(name=name)[0]


def parts(**shares: Any) -> list[PartSpec]:
    return [
        PartSpec(competitor(name), None if share is None else Decimal(str(share))) for name, share in shares.items()
    ]


def sold(account: Account, revenue: int, day: dt.date | None = None) -> LedgerEntry:
    """An entry of the ledger, in the base currency."""
    return LedgerEntry.objects.create(
        account=account, date=day or last_day() - dt.timedelta(days=40), revenue=revenue, currency="CNY"
    )


def estimated(account: Account, amount: int = 1000, **fields: Any) -> Estimate:
    return services.estimate_add(
        **{"actor": account.owner, "account": account, "amount": Decimal(amount), "currency": "CNY", **fields}
    )
