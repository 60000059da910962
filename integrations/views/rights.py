"""The 4R check as a file."""

from __future__ import annotations

from django.db.models import QuerySet

from rights.choices import Right
from rights.filters import VerdictFilter
from rights.models import Verdict
from rights.queries import with_account

from .exports import Export


class FourRightsExport(Export):
    """One account a row: of each right what is missing, nothing where it holds."""

    filterset_class = VerdictFilter
    name, back = "four-rights", "four_rights_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        **{f"fails {right}": right for right in Right.values},
        "rights that fail": "failing",
        "visits asked": "asked",
        "visits made": "made",
        "visits planned": "planned",
        "overdue": "is_overdue",
    }

    def rows(self) -> QuerySet[Verdict]:
        return with_account(Verdict.objects.visible_to(self.request.user))
