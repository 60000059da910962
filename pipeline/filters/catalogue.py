"""What the catalogues, and what waits without an account, can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter
from foundation.search import matching
from pipeline.models import Competitor, Opportunity, Product, Stakeholder
from teams.models import User


class _CatalogueFilter(StrictFilterSet):
    """Entries that were taken out stay out of lists unless asked for."""

    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    retired = django_filters.ChoiceFilter(
        choices=[("yes", _("Taken out only")), ("all", _("Taken out, too"))],
        method="of_retired",
        label=_("Taken out"),
        empty_label=_("In use"),
    )
    ordering = Ordering(fields=[("name", "name"), ("updated_at", "changed")])

    searched: tuple[str, ...] = ("name",)

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        found = Q()
        for column in self.searched:
            found |= Q(**{f"{column}__icontains": typed})
        return rows.filter(found)

    def of_retired(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if value == "all" else rows.filter(retired_at__isnull=False)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("retired") else rows.filter(retired_at=None)


class ProductFilter(_CatalogueFilter):
    code = django_filters.CharFilter(max_length=40, label=_("Product code"))
    searched = ("name", "code")

    class Meta:
        model = Product
        fields: list[str] = []


class CompetitorFilter(_CatalogueFilter):
    class Meta:
        model = Competitor
        fields: list[str] = []


class WaitingFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    source = django_filters.CharFilter(max_length=80, label=_("Source"))
    product = django_filters.CharFilter(max_length=120, label=_("Product"))
    ordering = Ordering(fields=[("name", "name"), ("amount_base", "amount"), ("opened_on", "opened")])

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        return matching(rows, typed)


class StakeholderFilter(StrictFilterSet):
    opportunity = VisibleModelChoiceFilter(queryset=Opportunity.objects, label=_("Opportunity"))
    ordering = Ordering(fields=[("influence", "influence"), ("updated_at", "changed")])

    class Meta:
        model = Stakeholder
        fields: list[str] = []
