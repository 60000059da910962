"""Where our effort goes, beside what comes of it: by tier, over the best accounts, and account by account."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, F, QuerySet, Sum

from accounts.choices import Tier, VisitState
from accounts.models import Visit
from foundation.sql import select_over
from scoring import rules
from scoring.choices import Misfit
from scoring.models import ScoringRun, TierDecision
from scoring.queries.concentration import GOAL, TOP
from scoring.queries.tiers import ORDER
from teams.models import Company

READING: Final = Path(__file__).resolve().parent.parent / "reading"
KEY_TIERS: Final = (Tier.PLATINUM, Tier.GOLD)
OTHER_TIERS: Final = (Tier.IRON, Tier.LEAD)
HUNDREDTH: Final = Decimal("0.0001")


@dataclass(frozen=True)
class TierEffort:
    """One tier ("" is unrated): visit minutes, what they cost with expenses, and profit; shares are of all tiers."""

    tier: str
    accounts: int
    minutes: int
    visit_cost: Decimal
    profit: Decimal
    minutes_share: Decimal | None
    cost_share: Decimal | None
    profit_share: Decimal | None

    @property
    def key(self) -> str:
        return self.tier or "unrated"

    @property
    def profit_an_hour(self) -> Decimal | None:
        return self.profit * 60 / self.minutes if self.minutes and self.tier else None


@dataclass(frozen=True)
class Effort:
    """`goal_accounts` are the fewest accounts that bring 80 % of all profit (None: there is none), `top_accounts` the
    top fifth of the rated; with the minutes they get. `minutes` is what all accounts get, unrated ones too."""

    tiers: list[TierEffort]
    goal_accounts: int | None
    goal_minutes: int
    top_accounts: int
    top_minutes: int

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.tiers)

    @property
    def goal_share(self) -> Decimal | None:
        """Of all visit hours, what those get that bring 80 % of the profit."""
        return Decimal(self.goal_minutes) / self.minutes if self.minutes and self.goal_accounts else None

    @property
    def top_share(self) -> Decimal | None:
        return Decimal(self.top_minutes) / self.minutes if self.minutes else None

    def average(self, tiers: Sequence[str]) -> Decimal | None:
        """Minutes that an account of these tiers gets; None where there is none."""
        rows = [row for row in self.tiers if row.tier in tiers]
        accounts = sum(row.accounts for row in rows)
        return Decimal(sum(row.minutes for row in rows)) / accounts if accounts else None

    def tier(self, name: str) -> TierEffort:
        return next(row for row in self.tiers if row.tier == name)


def effort(decisions: QuerySet[Any]) -> Effort:
    """`decisions`: those of one night that the reader may see."""
    booked = F("rebates") + F("complaints") + F("services")
    sums = {"accounts": Count("id"), **{name: Sum(name) for name in ("minutes", "profit")}}
    rows = decisions.order_by().values("tier").annotate(**sums, visit_cost=Sum(F("cost_to_serve") - booked))
    rated = decisions.filter(entries__gt=0).order_by().values("account_id", "profit", "minutes")
    (check,) = select_over(READING / "effort.sql", rated, {"goal": GOAL, "top": TOP})
    return Effort(_tiers({row["tier"]: row for row in rows}), **check)


def averages(found: Effort) -> dict[str, int | None]:
    """What over- and under-served is measured by, in minutes."""
    key, other = found.average(KEY_TIERS), found.average(OTHER_TIERS)
    return {
        "key_minutes": None if key is None else round(key),
        "other_minutes": None if other is None else round(other),
    }


def misfits(decisions: QuerySet[Any], which: Misfit, found: Effort | None) -> QuerySet[TierDecision]:
    """Accounts that get more or less of us than they should, or cost more than they bring; the worst first.

    Over-served: iron or lead, with more visit hours than the average platinum or gold account. Under-served: platinum
    or gold, with fewer than the average iron or lead account. No tier to compare with: none.
    """
    if which == Misfit.LOSS or found is None:
        return decisions.filter(entries__gt=0, profit__lte=0).order_by("profit", "account_id")
    limit = found.average(KEY_TIERS if which == Misfit.OVER else OTHER_TIERS)
    if limit is None:
        return decisions.none()
    if which == Misfit.OVER:
        return decisions.filter(tier__in=OTHER_TIERS, minutes__gt=limit).order_by("-minutes", "account_id")
    return decisions.filter(tier__in=KEY_TIERS, minutes__lt=limit).order_by("-profit", "account_id")


@dataclass(frozen=True)
class Turn:
    """What would bring an account that loses money to zero, each by itself, all else as it was: from the night's sums,
    and the `visits` logged in its window. Shares are rounded up, so that each is enough; None: not by this alone."""

    decision: TierDecision
    visits: int

    @property
    def shortfall(self) -> Decimal:
        return -self.decision.profit

    @property
    def price_up(self) -> Decimal | None:
        """Share of the revenue."""
        return _up(self.shortfall / self.decision.revenue) if self.decision.revenue > 0 else None

    @property
    def cost_down(self) -> Decimal | None:
        """Share of the direct cost."""
        return (
            _up(self.shortfall / self.decision.cost) if self.decision.cost >= max(self.shortfall, HUNDREDTH) else None
        )

    @property
    def visit_price(self) -> Decimal | None:
        """What one of its visits costs."""
        return self.decision.visit_cost / self.visits if self.visits and self.decision.visit_cost > 0 else None

    @property
    def visits_fewer(self) -> int | None:
        if self.visit_price is None:
            return None
        fewer = ceil(self.shortfall / self.visit_price)
        return fewer if fewer <= self.visits else None


def turns(decisions: Sequence[TierDecision], night: ScoringRun) -> list[Turn]:
    """One query for all of them."""
    window = rules.window(night.business_date, night.policy.window_months)  # type: ignore[union-attr]
    first, last = _midnight(window.after), _midnight(window.until)
    visits = Visit.objects.filter(
        account__in=[row.account_id for row in decisions],
        state=VisitState.LOGGED,
        starts_at__gte=first,
        starts_at__lt=last,
    )
    counts = dict(visits.order_by().values_list("account_id").annotate(n=Count("id")))
    return [Turn(row, counts.get(row.account_id, 0)) for row in decisions]


def _midnight(day: dt.date) -> dt.datetime:
    """The end of `day` on the company's wall clock."""
    zone = zoneinfo.ZoneInfo(Company.current().timezone)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, zone)


def _up(share: Decimal) -> Decimal:
    return share.quantize(HUNDREDTH, ROUND_CEILING)


def _tiers(found: dict[str, dict[str, Any]]) -> list[TierEffort]:
    minutes = sum(row["minutes"] for row in found.values())
    cost = sum((row["visit_cost"] for row in found.values()), Decimal(0))
    profit = sum((row["profit"] for tier, row in found.items() if tier), Decimal(0))
    nothing = {"accounts": 0, "minutes": 0, "visit_cost": Decimal(0), "profit": Decimal(0)}
    rows = [(tier, found.get(tier, nothing)) for tier in ORDER]
    return [
        TierEffort(
            **row | {"tier": tier},
            minutes_share=Decimal(row["minutes"]) / minutes if minutes else None,
            cost_share=row["visit_cost"] / cost if cost > 0 else None,
            profit_share=row["profit"] / profit if tier and profit > 0 else None,
        )
        for tier, row in rows
    ]
