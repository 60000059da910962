"""Account plans as a file."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When

from foundation import clock
from plans.filters import PlanFilter
from plans.models import AccountPlan, Objective
from plans.queries.plan import with_late, with_progress

from .exports import Export


class PlanExport(Export):
    filterset_class = PlanFilter
    name, back = "account-plans", "plan_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        **{
            column: column
            for column in (
                "year", "aim", "progress", "is_late", "review_on", "strengths", "weaknesses", "opportunities",
                "threats", "marketing", "management", "support", "notes",
            )
        },
    }  # fmt: skip

    def rows(self) -> QuerySet[AccountPlan]:
        rows = AccountPlan.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return with_late(with_progress(rows), clock.today()).order_by("-year", "account__sort_key", "id")


class ObjectiveExport(PlanExport):
    """What the plans that the list shows want to reach."""

    name = "plan-objectives"
    columns = {
        "account": "plan__account__name",
        "account_external_id": "plan__account__external_id",
        "year": "plan__year",
        **{column: column for column in ("text", "unit", "baseline", "target", "reached", "progress", "due_on")},
        "is_shared": "shared",
        "is_dropped": "dropped",
    }

    def told(self, filterset: Any) -> QuerySet[Any]:
        plans = filterset.rows_or_refuse().order_by().values("pk")
        rows = Objective.objects.visible_to(self.request.user).filter(plan__in=plans)
        return rows.annotate(shared=_yes("is_shared"), dropped=_yes("is_dropped")).order_by(
            "-plan__year", "plan__account__sort_key", "plan", "due_on", "id"
        )


def _yes(column: str) -> Case:
    return Case(When(**{column: True}, then=Value("yes")), default=Value("no"))
