from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
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
from pipeline.choices import ReviewGroup
from pipeline.filters import DevelopmentFilter, OpportunityFilter, ReviewFilter
from pipeline.models import Development, Opportunity, OpportunityReview
from scoring.filters import ProfitFilter, WhatIfFilter
from scoring.models import TierDecision, TierPolicy
from scoring.queries.profit import ProfitLine, named, profit_lines
from scoring.queries.what_if import what_if_of, with_outcome
from teams.filters import PersonFilter
from teams.models import User
from teams.views.doors import ForAdministrators, ForLeads


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
        rows = filterset.rows_or_refuse()
        if rows.order_by()[: LIMIT + 1].count() > LIMIT:
            return too_many(request, reverse(self.back, kwargs=self.kwargs))
        return csv_file(
            self.name, list(self.columns), rows.values_list(*self.columns.values()).iterator(chunk_size=2000)
        )


def too_many(request: HttpRequest, url: str) -> HttpResponseBase:
    """Back to the list, with what to do."""
    said = _("More than %(limit)s rows. Narrow the list with a filter, then export it.")
    messages.error(request, said % {"limit": f"{LIMIT:,}"})
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
            found = profit_lines(decisions, seen, question, skip=0, limit=LIMIT)
            if found.count > LIMIT:
                return too_many(request, reverse("profit_report"))
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


class ReviewExport(Export):
    """Reviews of opportunities, one a row: the scores, not the sixteen answers (those come by the API)."""

    filterset_class = ReviewFilter
    name, back = "reviews", "review_week"
    columns = {
        "at": "at",
        "opportunity": "opportunity__name",
        "opportunity_external_id": "opportunity__external_id",
        "account": "opportunity__account__name",
        "by": "by__email",
        "questions": "set__version",
        "score": "score",
        **{group: f"group_scores__{place}" for place, group in enumerate(ReviewGroup.values)},
        "note": "note",
    }

    def rows(self) -> QuerySet[OpportunityReview]:
        return OpportunityReview.objects.visible_to(self.request.user).order_by("-id")


class DevelopmentExport(Export):
    """Development records, failures with their reasons among them."""

    filterset_class = DevelopmentFilter
    name, back = "developments", "development_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "industry": "account__industry",
        "owner": "account__owner__email",
        "goal": "goal",
        "step": "step__position",
        "step_name": "step__name",
        **{column: column for column in ("state", "competitor", "started_on", "ended_on", "failed_reason", "lesson")},
    }

    def rows(self) -> QuerySet[Development]:
        return Development.objects.visible_to(self.request.user).order_by("-id")


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
