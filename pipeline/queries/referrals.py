"""What the people who introduce others to us have brought."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from accounts.models import Contact
from foundation.sql import select_over
from relations.models import Referral

SQL = Path(__file__).parent.parent / "sql" / "brought.sql"


class Brought(NamedTuple):
    """An introducer: how many accounts came directly and through these further, and what was won there."""

    introducer: Contact
    direct: int
    further: int
    direct_value: Decimal
    value: Decimal


def brought(referrals: QuerySet[Referral], skip: int, limit: int) -> tuple[list[Brought], int]:
    """`limit` introducers of `referrals` (seen by the reader), who brought most first, and how many there are."""
    edges = referrals.order_by().annotate(works_at=F("introducer__account_id"))
    rows = select_over(
        SQL, edges.values("introducer_id", "account_id", "on", "works_at"), {"skip": skip, "limit": limit}
    )
    people = Contact.objects.select_related("account").in_bulk([row["introducer_id"] for row in rows])
    return [_line(people[row["introducer_id"]], row) for row in rows], rows[0]["introducers"] if rows else 0


def _line(introducer: Contact, row: dict[str, Any]) -> Brought:
    return Brought(introducer, row["direct"], row["further"], row["direct_value"], row["value"])
