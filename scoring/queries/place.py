"""Where accounts stand in the ranking of a night: rank, what lies above, and how far the next boundary is.

A night keeps its ladder, not a rank per account; what is asked for follows from it and from one part of the ranking per
account, in the same number of queries for one account and for fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

from foundation import clock
from foundation.sql import select
from scoring.choices import Rule
from scoring.distance import LEVELS, Distance, Own, Surveyor
from scoring.ladder import START, Ladder, Parts, Ranked, Step, parts_from
from scoring.models import Ladder as LadderRow
from scoring.models import LedgerEntry, ScoringRun, TierDecision

READING: Final = Path(__file__).resolve().parent.parent / "reading"
EIGHT = Decimal("0.00000001")
NOWHERE = Distance(None, "", None)


def place(decisions: Sequence[Any], night: ScoringRun, *, distances: bool = False) -> list[Any]:
    """The decisions, read for `night`, each with `night`, `rank`, `above` and `profit_above`, and with `distances` also
    `to_next`, `next_tier` and `to_lower`; None where an account has none."""
    rated = [row for row in decisions if row.entries]
    found = _standings(rated, night)
    for row in decisions:
        row.night = night
        row.rank, row.above = found.get(row.account_id, (None, None))
        row.profit_above = share_above(row.above, night.positive_profit)
    if distances:
        _measure(decisions, rated, night)
    return list(decisions)


def steps_of(night: ScoringRun) -> list[Step]:
    """The night's ladder, from the highest profit down."""
    rows = LadderRow.objects.filter(run=night).order_by("number")
    return [Step(*row) for row in rows.values_list("least", "accounts", "profit")]


def _standings(rated: Sequence[TierDecision], night: ScoringRun) -> dict[int, tuple[int, Decimal]]:
    if not rated:
        return {}
    values = {
        "run": night.pk,
        "date": night.business_date,
        "accounts": [row.account_id for row in rated],
        "profits": [row.profit for row in rated],
    }
    return {row["account_id"]: (row["rank"], row["above"]) for row in select(READING / "place.sql", values)}


def share_above(above: Decimal | None, positive: Decimal) -> Decimal | None:
    """`above` as a share of the positive profit; None where there is none."""
    return None if above is None or positive <= 0 else (above / positive).quantize(EIGHT, ROUND_HALF_UP)


def _measure(decisions: Sequence[TierDecision], rated: Sequence[TierDecision], night: ScoringRun) -> None:
    surveyor = Surveyor(Ladder(steps_of(night), night.positive_profit), night.policy)  # type: ignore[arg-type]
    new = _new(rated, night)
    own = {row.account_id: _own(row, new) for row in rated if row.computed_tier and surveyor.ladder.steps}
    wanted = set().union(*(surveyor.parts(account) for account in own.values()))
    parts = _parts(surveyor.ladder, wanted, night)
    for row in decisions:
        asked = own.get(row.account_id)
        row.to_next, row.next_tier, row.to_lower = surveyor.measure(asked, parts) if asked else NOWHERE


def _own(row: TierDecision, new: set[int]) -> Own:
    standing = Ranked(row.rank or 0, row.profit, row.account_id, row.above or Decimal(0))
    level = LEVELS[row.computed_tier] - (row.computed_rule == Rule.KEY_ACCOUNT)
    return Own(standing, level, row.revenue, row.active_months, row.account_id in new)


def _new(rated: Sequence[TierDecision], night: ScoringRun) -> set[int]:
    """The accounts whose first order was too short ago. Of those above lead the rule tells it."""
    new = {row.account_id for row in rated if row.computed_rule == Rule.TOO_NEW}
    lead = [row.account_id for row in rated if LEVELS.get(row.computed_tier) == 0]
    if lead and night.policy and night.policy.min_months:
        known_by = clock.add_months(night.business_date, -night.policy.min_months)
        old = LedgerEntry.objects.filter(account__in=lead, revenue_base__gt=0, date__lte=known_by)
        new |= {*lead} - {*old.values_list("account_id", flat=True).distinct()}
    return new


def _parts(ladder: Ladder, wanted: set[int], night: ScoringRun) -> Parts:
    if not wanted:
        return {}
    parts = sorted(wanted)
    values: dict[str, Any] = {
        "date": night.business_date,
        "parts": parts,
        "least": [ladder.steps[part].least for part in parts],
        "most": [(ladder.steps[part - 1] if part else START).least for part in parts],
    }
    rows = select(READING / "parts_of_a_night.sql", values)
    return parts_from(((row["part"], row["profit"], row["account_id"]) for row in rows), wanted)
