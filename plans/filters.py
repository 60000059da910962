"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from foundation import clock
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from plans.choices import Resource
from plans.models import AccountPlan, Objective, PlanAction, PlanReview
from plans.models.plan import FIRST_YEAR, LAST_YEAR
from plans.queries.plan import with_late
from teams.models import Team, User


class PlanFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    year = django_filters.NumberFilter(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    review_due = YesNoFilter(method="of_review", label=_("Review due"))
    late = YesNoFilter(method="of_late", label=_("With a late action"))
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    ordering = Ordering(
        fields=[
            ("account__sort_key", "account"),
            ("year", "year"),
            ("progress", "progress"),
            ("review_on", "review"),
        ]
    )

    class Meta:
        model = AccountPlan
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))

    def of_review(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        due = {"review_on__lte": clock.today()}
        return rows.filter(**due) if wanted else rows.exclude(**due)

    def of_late(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return with_late(rows, clock.today()).filter(is_late=wanted)


class OfPlanFilter(StrictFilterSet):
    """Of what hangs on plans."""

    plan = VisibleModelChoiceFilter(queryset=AccountPlan.objects, label=_("Account plan"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, field_name="plan__account", label=_("Account"))


class ObjectiveFilter(OfPlanFilter):
    ordering = Ordering(fields=[("due_on", "due"), ("progress", "progress"), ("updated_at", "changed")])

    class Meta:
        model = Objective
        fields: list[str] = []


class PlanActionFilter(OfPlanFilter):
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    resource = django_filters.ChoiceFilter(choices=Resource.choices, label=_("Kind of work"))
    done = YesNoFilter(method="of_done", label=_("Done"))
    ordering = Ordering(fields=[("due_on", "due"), ("updated_at", "changed")])

    class Meta:
        model = PlanAction
        fields: list[str] = []

    def of_done(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(done_at__isnull=not wanted)


class PlanReviewFilter(OfPlanFilter):
    ordering = Ordering(fields=[("quarter", "quarter"), ("at", "at")])

    class Meta:
        model = PlanReview
        fields: list[str] = []


class KeyPointFilter(StrictFilterSet):
    ordering = Ordering(fields=[("position", "position")])


class ResourceMixFilter(StrictFilterSet):
    ordering = Ordering(fields=[("position", "position")])
