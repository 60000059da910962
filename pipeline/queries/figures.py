"""Sums and rates of opportunities, in the base currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.rules import cents, share_of


@dataclass(frozen=True)
class Sum:
    """How many, what they are worth, and that times the probability of their stages (base currency, two places)."""

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """One line of figures: of everything, of a stage, of a team or of a person. `year` is the last 12 months."""

    open: Sum
    closing_month: Sum
    closing_quarter: Sum
    overdue: Sum
    won_quarter: Sum
    lost_quarter: Sum
    won_year: Sum
    lost_year: Sum

    @property
    def cases(self) -> int:
        """How many were decided in the last 12 months: the n of `win_rate`."""
        return self.won_year.count + self.lost_year.count

    @property
    def win_rate(self) -> Decimal | None:
        """Won ÷ (won + lost) of the last 12 months, 0–1; None where nothing was decided."""
        return share_of(self.won_year.count, self.cases)


def figures_of(row: Mapping[str, Any]) -> Figures:
    """The figures in a row of funnel.sql; zeros of no row."""
    return Figures(**{name: _sum(row, name) for name in Figures.__dataclass_fields__})


def _sum(row: Mapping[str, Any], name: str) -> Sum:
    return Sum(row.get(f"{name}_count") or 0, cents(row.get(f"{name}_amount")), cents(row.get(f"{name}_weighted")))
