"""Lost accounts as a file."""

from __future__ import annotations

from django.db.models import QuerySet

from losses.filters import LossFilter
from losses.models import Loss

from .exports import Export


class LossExport(Export):
    filterset_class = LossFilter
    name, back = "lost-accounts", "loss_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        "lost_on": "lost_on",
        "reason": "reason__text",
        "competitor": "competitor__name",
        "decided_by": "decided_by__name",
        "learned": "learned",
        "state": "state",
        "ended_on": "ended_on",
        "end_note": "end_note",
    }

    def rows(self) -> QuerySet[Loss]:
        rows = Loss.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return rows.order_by("-lost_on", "-id")
