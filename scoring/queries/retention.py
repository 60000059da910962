"""The company's own figures for the value of keeping: yearly margin and yearly churn, of all or by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from accounts.choices import Tier
from scoring.models import Retained, RetentionRule, ScoringRun, TierDecision
from scoring.queries.nights import of_night, standing_night
from scoring.retention import Keeping
from teams.models import Team

GROUPINGS = {"tier": ("tier", "tier"), "industry": ("account__industry", "account__industry"),
             "team": ("account__team", "account__team")}  # fmt: skip
"""By what figures are grouped: the column of decisions, and that of customers of the year before the last."""


@dataclass(frozen=True)
class Churned:
    """Customers of the year before the last, and how many of them placed no order in the last one."""

    customers: int = 0
    left: int = 0

    def rate(self, least: int) -> Decimal | None:
        """None where so few customers tell nothing."""
        return Decimal(self.left) / self.customers if self.customers >= least else None


@dataclass(frozen=True)
class Own:
    """What the company knows of a group of accounts: `margin` is the average profit of a rated account in a year."""

    name: Any
    key: Any
    accounts: int
    margin: Decimal | None
    churned: Churned

    def keeping(self, rule: RetentionRule, **typed: Any) -> Keeping:
        """With the values that were typed in the place of the own ones."""
        own = {
            "margin": self.margin,
            "churn": self.churned.rate(rule.min_accounts),
            "discount": rule.discount_rate,
            "points": Decimal("0.05"),
            "accounts": self.accounts,
        }
        return Keeping(**(own | {name: value for name, value in typed.items() if value is not None}))


class Figures:
    """Of the accounts that a reader sees, narrowed by tier, industry and team (with those below it)."""

    def __init__(self, user: Any, *, tier: str = "", industry: str = "", team: Team | None = None) -> None:
        self.night = standing_night()
        among = Q()
        if industry:
            among &= Q(account__industry__iexact=industry)
        if team:
            among &= Q(account__team__path__startswith=team.path)
        self._decisions = _rated(user, self.night).filter(among)
        self._retained = Retained.objects.visible_to(user).filter(among)
        if tier:
            self._decisions, self._retained = self._decisions.filter(tier=tier), self._retained.filter(tier=tier)

    def own(self) -> Own:
        """All of them as one group."""
        sums = self._decisions.aggregate(accounts=Count("id"), profit=Avg("profit"))
        churned = Churned(**self._retained.aggregate(**_CHURNED))
        return Own("", "", sums["accounts"], self._yearly(sums["profit"]), churned)

    def groups(self, by: str) -> QuerySet[Any]:
        """Key, accounts and average profit of each group, the largest first; pages of it become rows by `told`."""
        column = GROUPINGS[by][0]
        sums = self._decisions.order_by().values(column).annotate(accounts=Count("id"), average=Avg("profit"))
        return sums.order_by("-accounts", column)

    def told(self, by: str, groups: list[Mapping[str, Any]]) -> list[Own]:
        """The groups of a page with their churn."""
        column, then = GROUPINGS[by]
        keys = [group[column] for group in groups]
        counted = self._retained.order_by().filter(**{f"{then}__in": keys}).values(then).annotate(**_CHURNED)
        churned = {row[then]: Churned(row["customers"], row["left"]) for row in counted}
        names = _names(by, keys)
        return [
            Own(
                names[group[column]],
                group[column],
                group["accounts"],
                self._yearly(group["average"]),
                churned.get(group[column], Churned()),
            )
            for group in groups
        ]

    def _yearly(self, profit: Decimal | None) -> Decimal | None:
        """Of the window's months a year's."""
        policy = self.night.policy if self.night else None
        return None if profit is None or policy is None else profit * 12 / policy.window_months


_CHURNED = {"customers": Count("id"), "left": Count("id", filter=Q(stayed=False))}


def _rated(user: Any, night: ScoringRun | None) -> QuerySet[TierDecision]:
    rows = TierDecision.objects.visible_to(user)
    return of_night(rows, night).filter(entries__gt=0) if night else rows.none()


def _names(by: str, keys: list[Any]) -> dict[Any, Any]:
    if by == "tier":
        return {key: Tier(key).label if key else "" for key in keys}
    return dict(Team.objects.filter(pk__in=keys).values_list("pk", "name")) if by == "team" else {k: k for k in keys}
