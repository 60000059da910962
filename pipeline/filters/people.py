"""What quotas and adjustments can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter
from teams.models import Team, User


class AboutPeopleFilter(StrictFilterSet):
    person = VisibleModelChoiceFilter(queryset=User.objects, label=_("Person"))
    team = VisibleModelChoiceFilter(queryset=Team.objects, label=_("Team"))
    day = django_filters.DateFilter(method="of_day", label=_("A day of its period"))

    class Meta:
        fields: list[str] = []

    def of_day(self, rows: Any, name: str, day: Any) -> Any:
        return rows.filter(starts_on__lte=day, ends_on__gte=day)
