"""Two versions of the tier policy side by side, over the accounts that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from scoring.models import ScoringRun, TierDecision, TierPolicy, WhatIf, WhatIfMove
from scoring.queries.nights import standing_night
from scoring.queries.tiers import TierRow
from scoring.queries.what_if import (
    Outcome,
    disagreeing,
    is_on_its_way,
    outcome,
    shifts,
    stale_because,
    tiers_now,
    what_if_of,
)
from teams.visibility import sees_everything


@dataclass(frozen=True)
class Side:
    """One version. `what_if` is None where it was not judged on the night that stands. The version in force is judged
    like any other: by the calendar (pins that end, months) the next night may move accounts under it, too."""

    policy: TierPolicy
    what_if: WhatIf | None
    stale: list[str]
    is_under_way: bool
    outcomes: list[Outcome]

    @property
    def is_known(self) -> bool:
        return self.what_if is not None


@dataclass(frozen=True)
class Comparison:
    """Both judged on the same night, the one that stands."""

    night: ScoringRun | None
    first: Side
    second: Side

    @property
    def sides(self) -> list[Side]:
        return [self.first, self.second]

    @property
    def is_known(self) -> bool:
        return self.night is not None and self.first.is_known and self.second.is_known

    @property
    def by_tier(self) -> list[tuple[str, list[tuple[Side, Outcome]]]]:
        """Of each tier both outcomes, each with its side."""
        pairs = zip(self.first.outcomes, self.second.outcomes, strict=True)
        return [(first.tier, [(self.first, first), (self.second, second)]) for first, second in pairs]

    def disagreeing(self, decisions: QuerySet[Any]) -> QuerySet[Any]:
        """Those of `decisions` of which the two would make something else; none while one is not judged."""
        first, second = self.first.what_if, self.second.what_if
        if self.night is None or first is None or second is None:
            return decisions.none()
        return disagreeing(decisions, self.night, first, second)


def compare(first: TierPolicy, second: TierPolicy, reader: Any) -> Comparison:
    """Over the accounts that `reader` sees."""
    night, tiers = standing_night(), []
    if night:
        rows = TierDecision.objects.visible_to(reader)
        tiers = tiers_now(night, rows, is_whole=sees_everything(reader))
    moves = WhatIfMove.objects.visible_to(reader)
    return Comparison(night, _side(first, night, tiers, moves), _side(second, night, tiers, moves))


def _side(policy: TierPolicy, night: ScoringRun | None, tiers: list[TierRow], moves: QuerySet[WhatIfMove]) -> Side:
    newest = what_if_of(policy)
    what_if = newest if newest and newest.run == night and newest.judged_at else None
    moving = shifts(what_if, moves) if what_if else []
    outcomes = outcome(tiers, moving) if what_if else []
    stale = stale_because(what_if, night) if what_if else []
    return Side(policy, what_if, stale, is_on_its_way(newest), outcomes)
