"""What pins, nights, alert rules and playbooks can be narrowed and sorted by."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter

from .choices import Cause, RunState
from .models import AlertRule, Playbook, ScoringRun, TierPin


class PinFilter(StrictFilterSet):
    """Pins of tiers, those that ended too."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)
    tier = django_filters.ChoiceFilter(choices=Tier.choices, label=_("Tier"))
    standing = YesNoFilter(field_name="stands", label=_("Stands"))
    ordering = Ordering(fields=[("expires_on", "expires_on"), ("created_at", "created_at")])

    class Meta:
        model = TierPin
        fields: list[str] = []


class RunFilter(StrictFilterSet):
    """Nightly runs."""

    state = django_filters.ChoiceFilter(choices=RunState.choices, label=_("State"))
    date = django_filters.DateFilter(field_name="business_date", label=_("Business date"))
    since = django_filters.DateFilter(field_name="business_date", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="business_date", lookup_expr="lte", label=_("Until"))
    ordering = Ordering(fields=[("business_date", "date"), ("requested_at", "requested_at")])

    class Meta:
        model = ScoringRun
        fields: list[str] = []


class AlertRuleFilter(StrictFilterSet):
    """Rules that raise alerts."""

    cause = django_filters.ChoiceFilter(choices=Cause.choices, label=_("Cause"))
    enabled = YesNoFilter(field_name="is_enabled", label=_("In use"))
    ordering = Ordering(fields=[("id", "id"), ("cause", "cause")])

    class Meta:
        model = AlertRule
        fields: list[str] = []


class PlaybookFilter(StrictFilterSet):
    """What to do about each cause."""

    cause = django_filters.ChoiceFilter(choices=Cause.choices, label=_("Cause"))
    ordering = Ordering(fields=[("id", "id"), ("cause", "cause")])

    class Meta:
        model = Playbook
        fields: list[str] = []
