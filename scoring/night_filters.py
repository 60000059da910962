"""What pins and nightly runs can be narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter

from .choices import RunState
from .models import ScoringRun, TierPin
from .queries.explain import pin_stands


class PinFilter(StrictFilterSet):
    """Pins, those that ended too; `standing` are those that count today."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)
    tier = django_filters.ChoiceFilter(choices=Tier.choices)
    standing = YesNoFilter(method="of_standing")

    class Meta:
        model = TierPin
        fields: list[str] = []

    def of_standing(self, rows: QuerySet[TierPin], name: str, wanted: bool) -> QuerySet[TierPin]:
        return rows.filter(pin_stands() if wanted else ~pin_stands())


class RunFilter(StrictFilterSet):
    """Nightly runs."""

    state = django_filters.ChoiceFilter(choices=RunState.choices, label=_("State"))
    date = django_filters.DateFilter(field_name="business_date", label=_("Business date"))

    class Meta:
        model = ScoringRun
        fields: list[str] = []
