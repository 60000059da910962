"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching, telling
from teams.models import Team, User

from .choices import Level, Matter
from .models import Authority, Complaint
from .models.complaint import COMPLAINED


class ComplaintFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    level = django_filters.TypedChoiceFilter(choices=Level.choices, coerce=int, label=_("Level"))
    open = YesNoFilter(method="of_open", label=_("Open"))
    late = YesNoFilter(method="of_late", label=_("Late"))
    tier = TierFilter(field_name="account__tier")
    handler = VisibleModelChoiceFilter(queryset=User.objects, label=_("Handler"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    since = django_filters.DateFilter(field_name="received_at", lookup_expr="date__gte", label=_("Received since"))
    ordering = Ordering(
        fields=[
            ("account__sort_key", "account"),
            ("level", "level"),
            ("due_at", "due"),
            ("received_at", "received"),
            ("satisfaction", "satisfaction"),
        ]
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account, or by what it says."""
        accounts = matching(Account.objects.all(), typed).order_by().values("pk")
        said = telling(Complaint.objects.all(), COMPLAINED, typed).order_by().values("pk")
        return rows.filter(Q(account__in=accounts) | Q(pk__in=said))

    def of_open(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(closed_at__isnull=wanted)

    def of_late(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        late = {"closed_at": None, "due_at__lte": timezone.now()}
        return rows.filter(**late) if wanted else rows.exclude(**late)


class AuthorityFilter(StrictFilterSet):
    matter = django_filters.ChoiceFilter(choices=Matter.choices, label=_("What is decided"))
    tier = TierFilter()
    ordering = Ordering(fields=[("hours", "hours")])

    class Meta:
        model = Authority
        fields: list[str] = []
