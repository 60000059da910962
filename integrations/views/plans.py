"""Account plans as a file."""

from __future__ import annotations

from django.db.models import QuerySet

from foundation import clock
from plans.filters import PlanFilter
from plans.models import AccountPlan
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
