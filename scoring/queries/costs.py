"""What an account's visits and complaints cost, one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.sql import select
from scoring.queries.explain import READING, Explanation
from teams.models import Company

MOST = 100
CENT = Decimal("0.01")


def visits_behind(why: Explanation) -> list[dict[str, Any]]:
    """The visits that the visit cost of a decision sums up, newest first, at most 100.

    Each has id, day, who, minutes, hourly, expenses, cost; money in the base currency.
    """
    is_any = why.decision.minutes or why.decision.visit_cost
    return select(READING / "visits_behind.sql", _values(why)) if is_any else []


def complaints_behind(why: Explanation) -> list[dict[str, Any]]:
    """The complaints whose handling the cost of complaints sums up beside what is booked, newest first, at most 100.

    Each has id, day, who, minutes, hourly, compensation, cost; money in the base currency.
    """
    return select(READING / "complaints_behind.sql", _values(why)) if why.decision.complaints else []


def told_beside(rows: list[dict[str, Any]], whole: Decimal) -> str:
    """Why the rows' cost need not add up to `whole`, what the night counted of them; empty where it does."""
    if len(rows) == MOST:
        return _("Only the newest %(count)d are shown.") % {"count": MOST}
    if abs(sum((row["cost"] for row in rows), Decimal(0)) - whole) < CENT:
        return ""
    return _("They no longer add up to what the night counted: rows or hourly rates were changed since.")


def _values(why: Explanation) -> dict[str, Any]:
    return {
        "account": why.decision.account_id,
        "after": why.window.after,
        "until": why.window.until,
        "zone": Company.current().timezone,
        "limit": MOST,
    }
