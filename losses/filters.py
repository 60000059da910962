"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from pipeline.models import Competitor
from teams.models import Team, User

from .choices import LossState, WinBackState
from .models import Loss, LossReason, WinBack, WinBackStep


class LossFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    state = django_filters.ChoiceFilter(choices=LossState.choices, label=_("State"))
    reason = VisibleModelChoiceFilter(queryset=LossReason.objects, label=_("Main reason"))
    competitor = VisibleModelChoiceFilter(queryset=Competitor.objects, label=_("Who took it"))
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    since = django_filters.DateFilter(field_name="lost_on", lookup_expr="gte", label=_("Lost since"))
    ordering = Ordering(fields=[("account__sort_key", "account"), ("lost_on", "lost"), ("ended_on", "ended")])

    class Meta:
        model = Loss
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))


class WinBackFilter(StrictFilterSet):
    loss = VisibleModelChoiceFilter(queryset=Loss.objects, label=_("Lost account"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, field_name="loss__account", label=_("Account"))
    state = django_filters.ChoiceFilter(choices=WinBackState.choices, label=_("State"))
    ordering = Ordering(fields=[("ended_on", "ended"), ("updated_at", "changed")])

    class Meta:
        model = WinBack
        fields: list[str] = []


class WinBackStepFilter(StrictFilterSet):
    win_back = VisibleModelChoiceFilter(queryset=WinBack.objects, label=_("Win-back plan"))
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    done = YesNoFilter(method="of_done", label=_("Done"))
    ordering = Ordering(fields=[("due_on", "due"), ("updated_at", "changed")])

    class Meta:
        model = WinBackStep
        fields: list[str] = []

    def of_done(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(done_at__isnull=not wanted)


class LossReasonFilter(StrictFilterSet):
    ordering = Ordering(fields=[("position", "position")])
