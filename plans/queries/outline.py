"""Everything that one plan says, for its page, its print and its review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.choices import VisitState
from accounts.models import Visit
from care.models import Complaint
from plans.choices import Resource
from plans.models import AccountPlan, KeyPoint, Objective, PlanAction, PlanReview, PlanShare, ResourceMix
from plans.rules import Mix, split
from scoring.models import LedgerEntry, TierDecision

MINUTES = 60


def with_effort(plans: QuerySet[AccountPlan]) -> QuerySet[AccountPlan]:
    """Brings what the year knows of the account: `visit_minutes`, `complaint_minutes`, `revenue` (base currency)."""
    of_year = {"account": OuterRef("account")}
    visits = Visit.objects.filter(**of_year, state=VisitState.LOGGED, starts_at__year=OuterRef("year"))
    complaints = Complaint.objects.filter(**of_year, received_at__year=OuterRef("year"))
    ledger = LedgerEntry.objects.filter(**of_year, date__year=OuterRef("year"))
    return plans.annotate(
        visit_minutes=_sum(visits, "minutes"),
        complaint_minutes=_sum(complaints, "minutes"),
        revenue=_sum(ledger, "revenue_base"),
    )


def _sum(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by().values("account").annotate(total=Sum(column)).values("total"))


@dataclass(frozen=True)
class Invested:
    """What the account's last twelve months cost us and brought, as the night has it; in the base currency."""

    cost: Decimal
    profit: Decimal

    @property
    def per_one(self) -> Decimal | None:
        """Profit, after all cost, for each unit that serving the account cost."""
        return self.profit / self.cost if self.cost > 0 else None


@dataclass(frozen=True)
class Outline:
    """One plan, as `with_effort` gives it, on the reader's `today`."""

    plan: Any
    today: dt.date

    @cached_property
    def objectives(self) -> list[Objective]:
        return list(Objective.objects.filter(plan=self.plan, is_dropped=False))

    @cached_property
    def actions(self) -> list[PlanAction]:
        """Open ones first, each part by its day."""
        rows = PlanAction.objects.filter(plan=self.plan, is_dropped=False).select_related("owner", "objective")
        return list(rows.order_by(F("done_at").desc(nulls_first=True), "due_on", "id"))

    @cached_property
    def keys(self) -> list[Any]:
        """Every key, each with `held_at`: since when it holds here, or None."""
        mine = FilteredRelation("checks", condition=Q(checks__plan=self.plan))
        rows = KeyPoint.objects.annotate(mine=mine, held_at=F("mine__at"))
        return list(rows)

    @cached_property
    def shares(self) -> list[PlanShare]:
        return list(PlanShare.objects.filter(plan=self.plan).select_related("team"))

    @cached_property
    def reviews(self) -> list[PlanReview]:
        return list(PlanReview.objects.filter(plan=self.plan).select_related("by"))

    @cached_property
    def templates(self) -> list[ResourceMix]:
        return list(ResourceMix.objects.all())

    @cached_property
    def invested(self) -> Invested | None:
        """None until a night has judged the account."""
        found = TierDecision.objects.filter(account=self.plan.account_id, valid_until=None, entries__gt=0)
        row = found.values_list("cost_to_serve", "profit").first()
        return Invested(*row) if row else None

    @property
    def open_actions(self) -> list[PlanAction]:
        return [action for action in self.actions if action.done_at is None]

    @property
    def late_actions(self) -> list[PlanAction]:
        return [action for action in self.open_actions if action.due_on < self.today]

    @property
    def next_action(self) -> PlanAction | None:
        return next(iter(self.open_actions), None)

    @property
    def progress(self) -> Decimal | None:
        """The mean of the objectives; one of which nothing is known yet counts as none of its way."""
        if not self.objectives:
            return None
        return sum((row.progress or Decimal(0) for row in self.objectives), Decimal(0)) / len(self.objectives)

    @property
    def last_due(self) -> dt.date | None:
        """When the last objective is due."""
        return max((row.due_on for row in self.objectives), default=None)

    @property
    def reached(self) -> int:
        return sum(row.is_reached for row in self.objectives)

    @property
    def held(self) -> int:
        return sum(key.held_at is not None for key in self.keys)

    @property
    def minutes(self) -> dict[Resource, int]:
        """What went into the account this year: visits are process marketing, handling complaints is support, and
        each action that is done is what it says."""
        found = dict.fromkeys(Resource, 0)
        found[Resource.MARKETING] += self.plan.visit_minutes or 0
        found[Resource.SUPPORT] += self.plan.complaint_minutes or 0
        for action in self.actions:
            if action.done_at:
                found[Resource(action.resource)] += action.hours * MINUTES
        return found

    @property
    def actual(self) -> Mix | None:
        return Mix.of(list(self.minutes.values()))

    @property
    def nearest(self) -> ResourceMix | None:
        """The template that the actual mix is nearest to."""
        actual = self.actual
        return min(self.templates, key=lambda row: row.mix.distance(actual)) if actual and self.templates else None

    @property
    def mix_lines(self) -> list[tuple[Any, Decimal | None, Decimal | None, int]]:
        """Each kind of work: its name, parts of a hundred planned and actual, minutes."""
        planned, actual = self.plan.mix, self.actual
        return [
            (resource.label, getattr(planned, resource, None), getattr(actual, resource, None), minutes)
            for resource, minutes in self.minutes.items()
        ]

    @property
    def parts(self) -> list[tuple[PlanShare, Decimal]]:
        """Each team's share and what of the year's revenue that is, together exactly the revenue."""
        amounts = split(self.plan.revenue or Decimal(0), [row.share for row in self.shares])
        return list(zip(self.shares, amounts, strict=True))
