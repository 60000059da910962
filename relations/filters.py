"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account, Contact
from accounts.queries.worth import by_worth
from foundation.figures import percent
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from relations.choices import Mark
from relations.models import Acquaintance, HelpRequest, Referral, Wall
from relations.rules import FULL, wall_share
from teams.models import Team, User

_WALLS = [(total, f"{percent(wall_share(total), 1, 'en')}") for total in range(FULL)]


class OfWalls(Ordering):
    """The tier sorts by its worth."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if any(typed.lstrip("-") == "tier" for typed in value or []):
            qs = qs.annotate(tier_order=by_worth("account__"))
        return super().filter(qs, value)


class WallFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    at_most = django_filters.TypedChoiceFilter(
        choices=_WALLS, coerce=int, field_name="total", lookup_expr="lte", label=_("Wall at most")
    )
    ordering = OfWalls(
        fields=[
            ("account__sort_key", "account"),
            ("total", "wall"),
            ("tier_order", "tier"),
            ("updated_at", "changed"),
        ]
    )

    class Meta:
        model = Wall
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))


class HelpRequestFilter(StrictFilterSet):
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"))
    helper = VisibleModelChoiceFilter(queryset=User.objects, label=_("Who is asked"))
    mark = django_filters.ChoiceFilter(choices=Mark.choices, label=_("Mark"))
    answered = YesNoFilter(method="of_answered", label=_("Answered"))
    ordering = Ordering(fields=[("due_on", "due"), ("updated_at", "changed")])

    class Meta:
        model = HelpRequest
        fields: list[str] = []

    def of_answered(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(answered_at__isnull=not wanted)


class OfContactFilter(StrictFilterSet):
    """Of profiles and assessments alike."""

    contact = VisibleModelChoiceFilter(queryset=Contact.objects, label=_("Contact"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, field_name="contact__account", label=_("Account"))
    ordering = Ordering(fields=[("updated_at", "changed")])


class AcquaintanceFilter(OfContactFilter):
    person = VisibleModelChoiceFilter(queryset=User.objects, label=_("Who of us"))
    ordering = Ordering(fields=[("closeness", "closeness"), ("updated_at", "changed")])

    class Meta:
        model = Acquaintance
        fields: list[str] = []


class ReferralFilter(StrictFilterSet):
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    introducer = VisibleModelChoiceFilter(queryset=Contact.objects, label=_("Introduced by"), widget=forms.HiddenInput)
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    ordering = Ordering(fields=[("on", "on"), ("updated_at", "changed")])

    class Meta:
        model = Referral
        fields: list[str] = []
