"""Relations as files: walls."""

from __future__ import annotations

from django.db.models import QuerySet

from relations.filters import WallFilter
from relations.models import Wall

from .exports import Export


class WallExport(Export):
    """Relationship walls as they stand; every marking comes by the API."""

    filterset_class = WallFilter
    name, back = "walls", "wall_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        **{column: column for column in ("push", "share", "contact", "rapport", "total", "updated_at")},
        "marked_by": "marked_by__email",
    }

    def rows(self) -> QuerySet[Wall]:
        return Wall.objects.visible_to(self.request.user).filter(account__archived_at=None).order_by("total", "id")
