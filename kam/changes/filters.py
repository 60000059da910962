"""What a history is narrowed by: the same for page, API and file."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter
from journal.history.tracked import tracked
from journal.models import Action, Change
from teams.models import User

from .names import name_of_kind

_name = lazy(name_of_kind, str)


def _kinds() -> list[tuple[str, Any]]:
    named = [(each.label, _name(each.model)) for each in tracked() if each.account_path]
    return sorted(named, key=lambda pair: str(pair[1]))


class ChangeFilter(StrictFilterSet):
    kind = django_filters.ChoiceFilter(choices=_kinds(), label=_("Kind"))
    field = django_filters.CharFilter(method="of_field", max_length=60, label=_("Field"), widget=forms.HiddenInput)
    action = django_filters.ChoiceFilter(choices=Action.choices, label=_("What happened"))
    person = VisibleModelChoiceFilter(queryset=User.objects, field_name="actor", label=_("Person"))
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", label=_("From"))
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte", label=_("Until"))

    class Meta:
        model = Change
        fields: list[str] = []

    def of_field(self, rows: QuerySet[Any], name: str, column: str) -> QuerySet[Any]:
        return rows.filter(changes__has_key=column)
