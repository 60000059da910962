from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.filters import AccountFilter
from accounts.models import Account
from foundation import clock
from foundation.filters import StrictFilterSet
from foundation.views import Page
from integrations.exporting import LIMIT, csv_lines
from pipeline.filters import OpportunityFilter
from pipeline.models import Opportunity


class Export(Page, View):
    """The rows of a list, narrowed and sorted as the list is, as a CSV file."""

    filterset_class: ClassVar[type[StrictFilterSet]]
    columns: ClassVar[dict[str, str]]
    """Header → lookup. The headers are those that import_csv understands."""
    name: ClassVar[str]
    back: ClassVar[str]

    def rows(self) -> QuerySet[Any]:
        """All rows the reader may see."""
        raise TypeError(f"{type(self).__name__} names no rows")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request, drawn=False)
        rows = filterset.rows_or_400()
        if rows.order_by()[: LIMIT + 1].count() > LIMIT:
            said = _("More than %(limit)s rows. Narrow the list with a filter, then export it.")
            messages.error(request, said % {"limit": f"{LIMIT:,}"})
            return HttpResponseRedirect(f"{reverse(self.back)}?{request.GET.urlencode()}")
        values = rows.values_list(*self.columns.values()).iterator(chunk_size=2000)
        file = f"{self.name}-{clock.today().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "X-Content-Type-Options": "nosniff"}
        return StreamingHttpResponse(csv_lines(list(self.columns), values), "text/csv; charset=utf-8", headers=headers)


class AccountExport(Export):
    filterset_class = AccountFilter
    name, back = "accounts", "account_list"
    columns = {
        **{
            column: column
            for column in (
                "external_id", "name", "industry", "nature", "kind", "territory", "stage", "filtered_reason", "website",
                "phone", "address", "tier", "tier_since", "churn_risk", "last_visit_on", "next_step", "next_step_on",
                "notes",
            )
        },
        "owner": "owner__email",
        "team": "team__name",
    }  # fmt: skip

    def rows(self) -> QuerySet[Account]:
        return Account.objects.visible_to(self.request.user).order_by("sort_key", "id")


class OpportunityExport(Export):
    filterset_class = OpportunityFilter
    name, back = "opportunities", "opportunity_list"
    columns = {
        "external_id": "external_id",
        "name": "name",
        "account": "account__name",
        "account_external_id": "account__external_id",
        "owner": "owner__email",
        "stage": "stage__key",
        "status": "status",
        "probability": "stage__probability",
        "amount": "amount",
        "currency": "currency",
        "amount in base currency": "amount_base",
        **{
            column: column
            for column in (
                "opened_on", "expected_close_on", "closed_on", "close_reason", "close_note", "product", "source",
                "next_step", "next_step_on",
            )
        },
    }  # fmt: skip

    def rows(self) -> QuerySet[Opportunity]:
        return Opportunity.objects.visible_to(self.request.user).order_by("-id")
