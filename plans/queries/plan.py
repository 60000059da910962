"""Plans as lists and the account page tell them: how far, what comes next, what is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Abs, Coalesce, JSONObject

from accounts.choices import Tier
from accounts.models import Account
from accounts.queries.worth import by_worth
from plans.models import AccountPlan, Objective, PlanAction


def with_progress(plans: QuerySet[AccountPlan]) -> QuerySet[AccountPlan]:
    """Brings `progress`, the mean of the objectives' (None: there is none), and `next_step`: text, owner, due_on of the
    open action that is due first."""
    return plans.annotate(progress=_progress(), next_step=_next_step())


def with_late(plans: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """Brings `is_late`: an action should be done by now."""
    late = PlanAction.objects.filter(plan=OuterRef("pk"), done_at=None, is_dropped=False, due_on__lt=today)
    return plans.annotate(is_late=Exists(late))


def _progress() -> Subquery:
    objectives = Objective.objects.filter(plan=OuterRef("pk"), is_dropped=False).order_by().values("plan")
    return Subquery(objectives.annotate(mean=Avg(Coalesce("progress", Value(Decimal(0))))).values("mean"))


def _next_step() -> Subquery:
    rows = PlanAction.objects.filter(plan=OuterRef("pk"), done_at=None, is_dropped=False).order_by("due_on", "id")
    return Subquery(rows.values(told=JSONObject(text="text", owner=F("owner__name"), due_on="due_on"))[:1])


def next_step_of(plan: Any) -> dict[str, Any] | None:
    """Of a plan as `with_progress` gives it: text, owner (his name), due_on."""
    told = plan.next_step
    return {**told, "due_on": dt.date.fromisoformat(told["due_on"])} if told else None


def with_plan(accounts: QuerySet[Account], year: int) -> QuerySet[Account]:
    """Brings the plan of `year`, or of the year nearest to it, so that `plan_of` asks no more."""
    plans = with_progress(AccountPlan.objects.filter(account=OuterRef("pk")))
    nearest = plans.order_by(Abs(F("year") - year), "-year")
    told = JSONObject(id="id", year="year", aim="aim", progress="progress", review_on="review_on", next="next_step")
    return accounts.annotate(plan_told=Subquery(nearest.values(told=told)[:1]))


@dataclass(frozen=True)
class Told:
    """The plan of an account in a few words; `next_due` is None where nobody has a next step."""

    id: int
    year: int
    aim: str
    progress: Decimal | None
    review_on: dt.date | None
    next_text: str
    next_owner: str
    next_due: dt.date | None


def plan_of(account: Any) -> Told | None:
    """Of an account as `with_plan` gives it; None where there is no plan."""
    told = account.plan_told
    if told is None:
        return None
    step = told["next"] or {}
    return Told(
        told["id"],
        told["year"],
        told["aim"],
        None if told["progress"] is None else Decimal(str(told["progress"])),
        _day(told["review_on"]),
        step.get("text", ""),
        step.get("owner", ""),
        _day(step.get("due_on")),
    )


def _day(typed: str | None) -> dt.date | None:
    return dt.date.fromisoformat(typed) if typed else None


@dataclass(frozen=True)
class Summary:
    """How many plans there are, how far they are on average (None: no objective), how many wait for a review, and how
    many have an action that is late."""

    plans: int
    progress: Decimal | None
    reviews: int
    late: int


def summary_of(plans: QuerySet[Any], today: dt.date) -> Summary:
    """Of plans as `with_progress` and `with_late` give them: one query."""
    found = plans.order_by().aggregate(
        n=Count("pk"),
        mean=Avg("progress"),
        reviews=Count("pk", filter=Q(review_on__lte=today)),
        late_plans=Count("pk", filter=Q(is_late=True)),
    )
    return Summary(found["n"], found["mean"], found["reviews"], found["late_plans"])


def key_accounts_without(accounts: QuerySet[Account], year: int) -> QuerySet[Account]:
    """Platinum and gold accounts that nobody has planned for `year`, the best first."""
    planned = AccountPlan.objects.filter(account=OuterRef("pk"), year=year)
    rows = accounts.filter(~Exists(planned), archived_at=None, tier__in=(Tier.PLATINUM, Tier.GOLD))
    return rows.select_related("owner").order_by(by_worth(), F("sort_key"), F("id"))
