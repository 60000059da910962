"""What a customer expects now, and what he expected before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject

from accounts.models import Account
from dossier.choices import Met
from dossier.models import Expectation

SHOWN = 5
_WORST_FIRST = Case(When(met=Met.NO, then=0), When(met=Met.PARTLY, then=1), When(met=Met.UNKNOWN, then=2), default=3)


def with_expectations(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Brings those along that count now, what is not met first, so that `expectations_of` asks no more."""
    rows = Expectation.objects.filter(account=OuterRef("pk"), ended_on=None).order_by(_WORST_FIRST, "-heard_on", "-id")
    told = JSONObject(id="id", text="text", met="met", heard_on="heard_on", contact=F("contact__name"))
    return accounts.annotate(expectations_told=ArraySubquery(rows.values(told=told)[:SHOWN]))


def expectations_of(account: Any) -> list[dict[str, Any]]:
    """Of an account as `with_expectations` gives it: id, text, met, met_name, heard_on, contact (a name or None)."""
    return [
        {**told, "met_name": Met(told["met"]).label, "heard_on": dt.date.fromisoformat(told["heard_on"])}
        for told in account.expectations_told
    ]


def in_order(rows: QuerySet[Expectation]) -> QuerySet[Expectation]:
    """What counts now first, of that what is not met; history behind, the latest first."""
    is_over = Case(When(ended_on=None, then=0), default=1)
    found = rows.select_related("account", "heard_by", "contact", "successor")
    return found.order_by(is_over, Case(When(ended_on=None, then=_WORST_FIRST), default=9), "-heard_on", "-id")
