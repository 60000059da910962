"""What development records can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter
from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter
from foundation.search import matching
from pipeline.choices import DevelopmentState, reasons_for
from pipeline.models import Development, DevelopmentStep
from teams.models import Team, User


class DevelopmentFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    state = django_filters.ChoiceFilter(choices=DevelopmentState.choices, label=_("State"))
    step = django_filters.ModelChoiceFilter(
        queryset=DevelopmentStep.objects.all(), to_field_name="position", label=_("Step")
    )
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    industry = django_filters.CharFilter("account__industry", lookup_expr="iexact", max_length=80, label=_("Industry"))
    competitor = django_filters.CharFilter(lookup_expr="iexact", max_length=120, label=_("Competitor"))
    failed_reason = django_filters.ChoiceFilter(choices=reasons_for("lost"), label=_("Reason"))
    ordering = Ordering(
        fields=[
            ("account__sort_key", "account"),
            ("step__position", "step"),
            ("started_on", "started"),
            ("updated_at", "changed"),
        ]
    )

    class Meta:
        model = Development
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))
