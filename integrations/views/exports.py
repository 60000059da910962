from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
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
from scoring.filters import ProfitFilter, WhatIfFilter
from scoring.models import TierDecision, TierPolicy
from scoring.queries.profit import ProfitLine, named, profit_lines
from scoring.queries.what_if import what_if_of, with_outcome
from teams.filters import PersonFilter
from teams.models import User
from teams.views.doors import ForAdministrators, ForLeads

MOST_LINES: Final = 100_000
"""Of a report, whose lines are held as a whole."""


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

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request, drawn=False)
        rows = self.told(filterset)
        if rows.order_by()[: LIMIT + 1].count() > LIMIT:
            return too_many(request, reverse(self.back, kwargs=self.kwargs), LIMIT)
        return csv_file(self.name, self.header(), self.lines(rows))

    def told(self, filterset: Any) -> QuerySet[Any]:
        """What is written: the rows that the filter leaves, or what hangs on them."""
        return filterset.rows_or_refuse()

    def header(self) -> list[str]:
        return list(self.columns)

    def lines(self, rows: QuerySet[Any]) -> Iterable[Sequence[Any]]:
        return rows.values_list(*self.columns.values()).iterator(chunk_size=2000)


def too_many(request: HttpRequest, url: str, limit: int) -> HttpResponseBase:
    """Back to the list, with what to do."""
    said = _("More than %(limit)s rows. Narrow the list with a filter, then export it.")
    messages.error(request, said % {"limit": f"{limit:,}"})
    return HttpResponseRedirect(f"{url}?{request.GET.urlencode()}")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """Streamed, as a file to be saved."""
    file = f"{name}-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(csv_lines(header, rows), "text/csv; charset=utf-8", headers=headers)


class ProfitExport(Page, View):
    """The profit report, every line of it, as a CSV file: figures as they are, not rounded for reading."""

    columns = ("key", "name", "accounts", "revenue", "cost", "cost_to_serve", "profit", "profit_then")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        seen = TierDecision.objects.visible_to(request.user)
        filterset = ProfitFilter(request.GET, queryset=seen, request=request)
        decisions = filterset.rows_or_refuse()
        question = filterset.question if filterset.is_valid() else None
        lines: list[ProfitLine] = []
        if question:
            found = profit_lines(decisions, seen, question, skip=0, limit=MOST_LINES)
            if found.count > MOST_LINES:
                return too_many(request, reverse("profit_report"), MOST_LINES)
            lines = named(found.lines, question.by)
        rows = ([getattr(line, column) for column in self.columns] for line in lines)
        return csv_file("profit", self.columns, rows)


class AccountExport(Export):
    filterset_class = AccountFilter
    name, back = "accounts", "account_list"
    columns = {
        **{
            column: column
            for column in (
                "external_id", "name", "industry", "nature", "kind", "value_level", "covered_by", "territory", "stage",
                "filtered_reason", "website", "phone", "address", "tier", "tier_since", "churn_risk", "last_visit_on",
                "next_step", "next_step_on", "notes",
            )
        },
        "owner": "owner__email",
        "team": "team__name",
        "parent": "above",
    }  # fmt: skip

    def rows(self) -> QuerySet[Account]:
        seen = Account.objects.visible_to(self.request.user)
        return seen.annotate(above=Subquery(_parents(seen))).order_by("sort_key", "id")


def _parents(seen: QuerySet[Account]) -> QuerySet[Any]:
    """What import_csv knows the parent by, where the reader sees it."""
    called = Case(When(external_id="", then=F("name")), default=F("external_id"))
    return seen.filter(pk=OuterRef("parent_id")).order_by().values(called=called)[:1]


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


class PeopleExport(ForAdministrators, Export):
    """Our own people and their teams, as import_csv reads them."""

    filterset_class = PersonFilter
    name, back = "people", "people_list"
    columns = {
        **{column: column for column in ("name", "email", "role")},
        "team": "team__name",
        "parent_team": "team__parent__name",
        **{column: column for column in ("language", "timezone", "is_active")},
    }

    def rows(self) -> QuerySet[User]:
        return User.objects.visible_to(self.reader).order_by("name", "id")


class WhatIfExport(ForLeads, Export):
    """The accounts that would move under a version of the tier policy."""

    filterset_class = WhatIfFilter
    name, back = "what-if", "policy_moves"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "tier",
        "tier_then": "after",
        "rule_then": "rule_then",
        "profit": "profit",
        "visits": "visits",
        "visit_minutes": "minutes",
        "owner": "account__owner__email",
        "team": "account__team__name",
    }

    def rows(self) -> QuerySet[TierDecision]:
        what_if = what_if_of(get_object_or_404(TierPolicy, version=self.kwargs["version"]))
        rows = TierDecision.objects.visible_to(self.request.user)
        return with_outcome(rows, what_if)
