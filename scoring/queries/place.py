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
from scoring.distance import LEVELS, Distance, Own
from scoring.ladder import START, Ladder, Parts, Ranked, Step, parts_from
from scoring.leaning import AtOnce, Leaning
from scoring.models import Ladder as LadderRow
from scoring.models import LedgerEntry, ScoringRun, TierDecision
from scoring.queries.key_account import key_accounts

READING: Final = Path(__file__).resolve().parent.parent / "reading"
EIGHT = Decimal("0.00000001")
NOWHERE = Distance(None, "", None)
STAYS = AtOnce(None, "", None)
Asked = tuple[Own, int, bool]
"""An account, the level that stands, and whether it is lifted as a key account."""


def place(decisions: Sequence[Any], night: ScoringRun, *, distances: bool = False) -> list[Any]:
    """The decisions, read for `night`, each with `night`, `rank`, `above` and `profit_above`, and with `distances` also
    `to_next`, `next_tier`, `to_lower`, and what moves it at once: `to_rise`, `rise_tier`, `to_fall`; None where an
    account has none."""
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
    ladder = Ladder(steps_of(night), night.positive_profit)
    leaning = Leaning(ladder, night.policy)  # type: ignore[arg-type]
    new, key = _new(rated, night), _key(rated, night)
    asked = {row.account_id: _asked(row, new, key) for row in rated if row.computed_tier and ladder.steps}
    wanted = set().union(*(leaning.parts(own, held, is_key=is_key) for own, held, is_key in asked.values()))
    parts = _parts(ladder, wanted, night)
    for row in decisions:
        row.to_next, row.next_tier, row.to_lower = NOWHERE
        row.to_rise, row.rise_tier, row.to_fall = STAYS
        if found := asked.get(row.account_id):
            row.to_next, row.next_tier, row.to_lower = leaning.plain.measure(found[0], parts)
            if row.rule != Rule.PINNED:
                row.to_rise, row.rise_tier, row.to_fall = _at_once(leaning, found, parts)


def _asked(row: TierDecision, new: set[int], key: set[int]) -> Asked:
    return _own(row, new), LEVELS[row.tier or row.computed_tier], row.account_id in key


def _at_once(leaning: Leaning, asked: Asked, parts: Parts) -> AtOnce:
    own, held, is_key = asked
    return leaning.measure(own, held, parts, is_key=is_key)


def _key(rated: Sequence[TierDecision], night: ScoringRun) -> set[int]:
    """The accounts whose score as key accounts lifts them, wherever their profit leaves room."""
    policy = night.policy
    if policy is None or not any(policy.weights.values()):
        return set()
    return {account for account, found in key_accounts(rated, night, policy).items() if found.reaches}


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
