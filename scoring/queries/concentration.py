"""The 20/80 analysis (domain §2): who brings the profit, who eats it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet

from foundation.sql import select_over
from scoring.models import ScoringRun
from scoring.queries.nights import merged_since
from scoring.queries.place import steps_of

READING: Final = Path(__file__).resolve().parent.parent / "reading"
TOP: Final = Decimal("0.2")
GOAL: Final = Decimal("0.8")
FEW: Final = 10_000
"""Up to so many rated accounts the figures are counted anew for each reader, also for who sees all of them."""
MOST_POINTS: Final = 196


@dataclass(frozen=True)
class Concentration:
    """Rated accounts of one night, sums in the base currency.

    `top_accounts` is the top fifth (rounded up) and `top_profit` what it brings; `peak_profit` is the sum of the
    `profitable` accounts, the top of the whale curve; `losses` the sum of the others (zero or negative); `reach_goal`
    how many accounts bring 80 % of the total. Shares are of the total profit and may exceed 1; they are None where the
    total is not above zero. `gini` may exceed 1 when accounts lose money.
    """

    accounts: int
    profit: Decimal
    top_accounts: int
    top_profit: Decimal
    profitable: int
    peak_profit: Decimal
    unprofitable: int
    losses: Decimal
    reach_goal: int | None
    gini: Decimal | None

    @property
    def top_share(self) -> Decimal | None:
        return self._share(self.top_profit)

    @property
    def peak_share(self) -> Decimal | None:
        return self._share(self.peak_profit)

    @property
    def eaten_share(self) -> Decimal | None:
        """What the others lose of what the profitable accounts earn; may exceed 1."""
        return -self.losses / self.peak_profit if self.peak_profit > 0 else None

    @property
    def unprofitable_share(self) -> Decimal | None:
        """Of the accounts, not of the profit."""
        return Decimal(self.unprofitable) / self.accounts if self.accounts else None

    @property
    def reach_goal_share(self) -> Decimal | None:
        """Of the accounts."""
        return None if self.reach_goal is None else Decimal(self.reach_goal) / self.accounts

    def _share(self, part: Decimal) -> Decimal | None:
        return part / self.profit if self.profit > 0 else None


def concentration(decisions: QuerySet[Any]) -> Concentration:
    """`decisions`: those of one night that the reader may see; unrated ones are left out."""
    values = {"top": TOP, "goal": GOAL}
    return Concentration(**select_over(READING / "concentration.sql", _ranked(decisions), values)[0])


def whale_curve(decisions: QuerySet[Any]) -> list[tuple[int, Decimal]]:
    """(accounts, their profit together), from the highest profit down: at most 200 points, from (0, 0) on."""
    rows = select_over(READING / "whale_curve.sql", _ranked(decisions), {"top": TOP})
    return [(0, Decimal(0)), *((row["accounts"], row["profit"]) for row in rows)] if rows else []


def whole_concentration(night: ScoringRun) -> Concentration:
    """The same over all accounts, as the night kept it; for who sees all of them. Gini is good to three places."""
    kept = (night.figures or {})["concentration"]
    money = ("profit", "top_profit", "peak_profit", "losses", "gini")
    return Concentration(**kept | {name: kept[name] and Decimal(kept[name]) for name in money})


def whole_curve(night: ScoringRun) -> list[tuple[int, Decimal]]:
    """The curve over all accounts from the steps of the night's ladder; for who sees all of them."""
    figures, steps = whole_concentration(night), steps_of(night)
    every = ceil(len(steps) / MOST_POINTS)
    points = {step.accounts: step.profit for step in steps[every - 1 :: every]}
    points |= {figures.top_accounts: figures.top_profit, figures.profitable: figures.peak_profit}
    points |= {figures.accounts: figures.profit, 0: Decimal(0)}
    return sorted(points.items())


def is_kept_whole(night: ScoringRun) -> bool:
    """Whether the figures over all accounts are read from what the night kept: where there are many, and none of the
    rated was merged away since."""
    if night.rated <= FEW or not night.figures:
        return False
    return not merged_since(night).filter(entries__gt=0).exists()


def figures_and_curve(
    night: ScoringRun, decisions: QuerySet[Any], *, is_whole: bool
) -> tuple[Concentration, list[tuple[int, Decimal]]]:
    """Of the rated accounts in `decisions`; no curve where all profit together is not above zero. `is_whole`: these are
    all of the night, so that of many nothing has to be counted again."""
    if is_whole and is_kept_whole(night):
        figures = whole_concentration(night)
        return figures, whole_curve(night) if figures.profit > 0 else []
    figures = concentration(decisions)
    return figures, whale_curve(decisions) if figures.profit > 0 else []


def _ranked(decisions: QuerySet[Any]) -> QuerySet[Any]:
    return decisions.filter(entries__gt=0).order_by().values("account_id", "profit")
