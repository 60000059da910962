"""How complete records are, as a file."""

from __future__ import annotations

from django.db.models import CharField, F, Func, QuerySet, Value

from accounts.filters import CompletenessFilter
from accounts.models import Completeness
from accounts.queries.completeness import with_account

from .exports import Export


class CompletenessExport(Export):
    """The record of each account of the list: its score, and the keys of what is missing and out of date."""

    filterset_class = CompletenessFilter
    name, back = "completeness", "completeness_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        "team": "account__team__name",
        "score": "score",
        "missing": "missing_words",
        "out_of_date": "stale_words",
        "looked_over": "checked_on",
    }

    def rows(self) -> QuerySet[Completeness]:
        rows = with_account(Completeness.objects.visible_to(self.request.user))
        return rows.annotate(missing_words=_joined("missing"), stale_words=_joined("stale"))


def _joined(column: str) -> Func:
    return Func(F(column), Value("; "), function="array_to_string", output_field=CharField())
