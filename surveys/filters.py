"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.filters import SearchFilter, TeamFilter, TierFilter
from accounts.models import Account, Contact
from accounts.queries.worth import by_worth
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from teams.models import Team, User

from .choices import Asks, Occasion, Standing, SurveyState, Way
from .models import Survey
from .queries.standing import standing_q


class SurveyFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    contact = VisibleModelChoiceFilter(queryset=Contact.objects, label=_("Contact"), widget=forms.HiddenInput)
    state = django_filters.ChoiceFilter(choices=SurveyState.choices, label=_("State"))
    way = django_filters.ChoiceFilter(choices=Way.choices, label=pgettext_lazy("survey", "Answered"))
    occasion = django_filters.ChoiceFilter(choices=Occasion.choices, label=_("Occasion"))
    below = YesNoFilter(method="of_below", label=_("Below expectation"))
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    since = django_filters.DateFilter(field_name="answered_at", lookup_expr="date__gte", label=_("Answered since"))
    ordering = Ordering(
        fields=[
            ("account__sort_key", "account"),
            ("gap", "gap"),
            ("answered_at", "answered"),
            ("asked_at", "asked"),
            ("expires_at", "expires"),
        ]
    )

    class Meta:
        model = Survey
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))

    def of_below(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(gap__lt=0) if wanted else rows.filter(gap__gte=0)


class OfStandings(Ordering):
    """The tier sorts by its worth."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if any(typed.lstrip("-") == "tier" for typed in value or []):
            qs = qs.annotate(tier_order=by_worth())
        return super().filter(qs, value)


class StandingFilter(StrictFilterSet):
    """Of accounts `with_standing`."""

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(choices=Standing.choices, method="of_standing", label=_("Satisfaction"))
    tier = TierFilter()
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, label=_("Team and below"))
    ordering = OfStandings(
        fields=[("sort_key", "account"), ("gap_order", "gap"), ("answered_order", "answered"), ("tier_order", "tier")]
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def of_standing(self, rows: QuerySet[Any], name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(standing_q(chosen)) if chosen else rows


class PointFilter(StrictFilterSet):
    kind = django_filters.ChoiceFilter(choices=Asks.choices, label=_("What it is about"))
    ordering = Ordering(fields=[("position", "position")])
