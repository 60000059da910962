"""What verdicts can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter
from foundation.search import matching
from teams.models import Team, User

from .choices import ANY, FAILS, LACKS, NONE, Right
from .models import Verdict


def fails(rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    """Verdicts in which that right does not hold; `any` of them, or `none`."""
    if wanted in (ANY, NONE):
        return rows.filter(failing__gt=0) if wanted == ANY else rows.filter(failing=0)
    return rows.annotate(bit=F("bits").bitand(Right(wanted).bit)).filter(bit__gt=0)


class VerdictFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    fails = django_filters.ChoiceFilter(choices=FAILS, method="of_fails", label=_("Which R fails"))
    lacks = django_filters.ChoiceFilter(
        choices=[(word, lack.text) for word, lack in LACKS.items()], method="of_lacks", label=_("What is missing")
    )
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    industry = django_filters.CharFilter(
        field_name="account__industry", lookup_expr="iexact", max_length=80,
        widget=forms.TextInput(attrs={"list": "industries", "autocomplete": "off"}), label=_("Industry"),
    )  # fmt: skip
    ordering = Ordering(fields=[("account__sort_key", "account"), ("tier_order", "tier"), ("failing", "failing")])

    class Meta:
        model = Verdict
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))

    def of_fails(self, rows: QuerySet[Any], name: str, wanted: str) -> QuerySet[Any]:
        return fails(rows, wanted) if wanted else rows

    def of_lacks(self, rows: QuerySet[Any], name: str, word: str) -> QuerySet[Any]:
        return rows.filter(**{f"{LACKS[word].right.value}__contains": [word]}) if word else rows


class RightsRuleFilter(StrictFilterSet):
    ordering = Ordering(fields=[("id", "id")])
