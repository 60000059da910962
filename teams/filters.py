from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter

from .models import Rhythm, Role, Subscription, Team, User


class PersonFilter(StrictFilterSet):
    """People by name or email (`q`), team (with everything below it), role, and whether they are active."""

    q = django_filters.CharFilter(method="search", label=_("Search"), max_length=100)
    team = VisibleModelChoiceFilter(queryset=Team.objects.all(), method="within", label=_("Team"))
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Role"))
    is_active = YesNoFilter(label=_("Active"))

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, rows: QuerySet[User], name: str, typed: str) -> QuerySet[User]:
        return rows.filter(Q(name__icontains=typed) | Q(email__icontains=typed))

    def within(self, rows: QuerySet[User], name: str, team: Any) -> QuerySet[User]:
        return rows.filter(team__path__startswith=team.path)


class SubscriptionFilter(StrictFilterSet):
    """Subscriptions by report and by how often."""

    report = django_filters.CharFilter(label=_("Report"), max_length=30)
    rhythm = django_filters.ChoiceFilter(choices=Rhythm.choices, label=_("How often"))

    class Meta:
        model = Subscription
        fields: list[str] = []
