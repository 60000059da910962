"""What reviews, their actions, development records and performance reviews can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from pipeline.models import Opportunity, OpportunityReview, ReviewAction
from teams.models import User

from .opportunity import FunnelFilter


class ReviewFilter(StrictFilterSet):
    opportunity = VisibleModelChoiceFilter(queryset=Opportunity.objects)
    by = VisibleModelChoiceFilter(queryset=User.objects)
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", label=_("On or after"))
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte", label=_("On or before"))
    ordering = Ordering(fields=[("at", "at"), ("score", "score")])

    class Meta:
        model = OpportunityReview
        fields: list[str] = []


class ReviewActionFilter(StrictFilterSet):
    opportunity = VisibleModelChoiceFilter(queryset=Opportunity.objects)
    owner = VisibleModelChoiceFilter(queryset=User.objects)
    done = YesNoFilter(method="of_done", label=_("Done"))
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))
    ordering = Ordering(fields=[("due_on", "due_on")])

    class Meta:
        model = ReviewAction
        fields: list[str] = []

    def of_done(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(done_at__isnull=not wanted)


class WeekFilter(FunnelFilter):
    """Which of the week's deals; `reviewed=false` leads to those that wait."""

    reviewed = YesNoFilter(field_name="is_done", label=_("Reviewed this week"), widget=forms.HiddenInput)
