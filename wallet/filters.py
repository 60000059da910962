"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.filters import SearchFilter, TeamFilter, TierFilter
from accounts.models import Account
from accounts.queries.worth import by_worth
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from pipeline.models import Competitor
from teams.models import Team, User

from .choices import Source, Standing
from .models import Estimate, Part, WalletRule
from .queries.standing import standing_q


class EstimateFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    source = django_filters.ChoiceFilter(choices=Source.choices, label=_("How we know"))
    competitor = VisibleModelChoiceFilter(
        queryset=Competitor.objects, field_name="parts__competitor", label=_("Competitor")
    )
    withdrawn = YesNoFilter(field_name="withdrawn_on", lookup_expr="isnull", exclude=True, label=_("Withdrawn"))
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    since = django_filters.DateFilter(field_name="heard_on", lookup_expr="gte", label=_("Heard since"))
    ordering = Ordering(
        fields=[("account__sort_key", "account"), ("until", "until"), ("heard_on", "heard"), ("amount_base", "amount")]
    )

    class Meta:
        model = Estimate
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))


class OfWallets(Ordering):
    """The tier sorts by its worth."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if any(typed.lstrip("-") == "tier" for typed in value or []):
            qs = qs.annotate(tier_order=by_worth())
        return super().filter(qs, value)


class WalletFilter(StrictFilterSet):
    """Of accounts `with_standing`."""

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(choices=Standing.choices, method="of_standing", label=_("Share of wallet"))
    competitor = extend_schema_field(OpenApiTypes.INT)(
        VisibleModelChoiceFilter(queryset=Competitor.objects, method="of_competitor", label=_("Competitor there"))
    )
    tier = TierFilter()
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, label=_("Team and below"))
    ordering = OfWallets(
        fields=[
            ("sort_key", "account"),
            ("wallet_order", "wallet"),
            ("share_order", "share"),
            ("left_order", "left"),
            ("heard_order", "heard"),
            ("tier_order", "tier"),
        ]
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def of_standing(self, rows: QuerySet[Any], name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(standing_q(chosen, WalletRule.current())) if chosen else rows

    def of_competitor(self, rows: QuerySet[Any], name: str, chosen: Competitor | None) -> QuerySet[Any]:
        """By the latest estimate of each."""
        return rows.filter(wallet_id__in=Part.objects.filter(competitor=chosen).values("estimate")) if chosen else rows


class WalletRuleFilter(StrictFilterSet):
    ordering = Ordering(fields=[("id", "id")])
