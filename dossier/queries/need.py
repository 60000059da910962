"""What an account needs and how it buys, as far as it is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import Account
from dossier.choices import NeedPart
from dossier.models import Need


def with_needs(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Brings them along, so that `needs_of` asks no more."""
    rows = Need.objects.filter(account=OuterRef("pk")).order_by()
    told = JSONObject(part="part", text="text", seen_on="seen_on")
    return accounts.annotate(needs_told=ArraySubquery(rows.values(told=told)))


def needs_of(account: Any) -> list[dict[str, Any]]:
    """Of an account as `with_needs` gives it, in the order of the page: part_name, text, seen_on."""
    known = {told["part"]: told for told in account.needs_told}
    return [
        {**known[part], "part_name": part.label, "seen_on": dt.date.fromisoformat(known[part]["seen_on"])}
        for part in NeedPart
        if part in known
    ]
