"""Which accounts got fewer visits in the last twelve months than their cadence asks, as many, or more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.choices import CustomerStage
from foundation import clock
from foundation.sql import rows_of

from .visit import company_zone

Rows = TypeVar("Rows", bound=QuerySet[Any])
SQL = Path(__file__).parent.parent / "sql"
MONTHS = 12


def of_coverage(accounts: Rows, wanted: str, today: dt.date) -> Rows:
    """Those of `accounts` whose visits are short of, even with or beyond what was asked (`any`: all that count)."""
    values = {**_window(today), "wanted": wanted}
    through = SQL / "coverage_accounts.sql"
    return accounts.filter(pk__in=rows_of(SQL / "coverage_ids.sql", _chosen(accounts), values, through=through))


def _chosen(accounts: QuerySet[Any]) -> QuerySet[Any, Any]:
    to_visit = accounts.filter(archived_at=None, lost_on=None).exclude(stage=CustomerStage.FILTERED).order_by()
    created_on = TruncDate("created_at", tzinfo=company_zone())
    return to_visit.values("id", "tier", "owner_id", created_on=created_on, due_on=F("visit_due__due_on"))


def _window(today: dt.date) -> dict[str, Any]:
    first = clock.add_months(today, -MONTHS)
    zone = timezone.get_current_timezone()
    since, midnight = (dt.datetime.combine(day, dt.time(), zone) for day in (first, today))
    return {"today": today, "first": first, "since": since, "midnight": midnight, "zone": company_zone().key}
