"""Customer care as files: complaints."""

from __future__ import annotations

from django.db.models import QuerySet

from care.filters import ComplaintFilter
from care.models import Complaint

from .exports import Export


class ComplaintExport(Export):
    filterset_class = ComplaintFilter
    name, back = "complaints", "complaint_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "contact": "contact__name",
        "handler": "handler__email",
        **{
            column: column
            for column in (
                "level", "text", "received_at", "due_at", "minutes", "compensation", "currency", "result",
                "satisfaction", "closed_at",
            )
        },
    }  # fmt: skip

    def rows(self) -> QuerySet[Complaint]:
        rows = Complaint.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return rows.order_by("-received_at", "id")
