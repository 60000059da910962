"""What an account's visits cost, visit by visit."""

from __future__ import annotations

from typing import Any

from foundation.sql import select
from scoring.queries.explain import READING, Explanation
from teams.models import Company

MOST = 100


def visits_behind(why: Explanation) -> list[dict[str, Any]]:
    """The visits that the visit cost of a decision sums up, newest first, at most 100.

    Each has id, day, who, minutes, hourly, expenses, cost; money in the base currency.
    """
    values = {
        "account": why.decision.account_id,
        "after": why.window.after,
        "until": why.window.until,
        "zone": Company.current().timezone,
        "limit": MOST,
    }
    return select(READING / "visits_behind.sql", values) if why.decision.minutes or why.decision.visit_cost else []
