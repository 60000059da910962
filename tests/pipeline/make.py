"""Opportunities in the state a test needs, made through the services."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Account
from pipeline.models import Competitor, Opportunity, Product, Stage
from pipeline.services import opportunity_close, opportunity_create, opportunity_move, opportunity_split
from teams.models import User

DAY = dt.timedelta(days=1)


def stage(key: str) -> Stage:
    return Stage.objects.get(key=key)


def opportunity(account: Account, actor: User | None = None, amount: str = "1000", **fields: Any) -> Opportunity:
    """An open one of 1,000 in the first stage; `stage` may be a key."""
    if isinstance(fields.get("stage"), str):
        fields["stage"] = stage(fields["stage"])
    fields = {"name": "Cold rolling line", "actor": actor or account.owner, **fields}
    return opportunity_create(account=account, amount=Decimal(amount), **fields)


def move(row: Opportunity, key: str, actor: User | None = None, **fields: Any) -> Opportunity:
    return opportunity_move(row, actor=actor or row.owner, version=row.version, stage=stage(key), **fields)


def close(
    row: Opportunity, outcome: str, actor: User | None = None, reason: str = "price", **fields: Any
) -> Opportunity:
    return opportunity_close(
        row, actor=actor or row.owner, version=row.version, outcome=outcome, reason=reason, **fields
    )


def split(row: Opportunity, rest: str, *amounts: str, actor: User | None = None) -> list[Opportunity]:
    """The parts, named Part 1, Part 2 …; `row` keeps `rest`."""
    parts = [(f"Part {number}", Decimal(amount)) for number, amount in enumerate(amounts, 1)]
    return opportunity_split(row, actor=actor or row.owner, version=row.version, rest=Decimal(rest), parts=parts)


def product(code: str = "MILL", **fields: Any) -> Product:
    return Product.objects.create(code=code, **{"name": f"Product {code}", **fields})


def competitor(name: str = "Rivalix", **fields: Any) -> Competitor:
    return Competitor.objects.create(name=name, **fields)
