"""What alert rules and playbooks can be narrowed and sorted by."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from foundation.filters import Ordering, StrictFilterSet, YesNoFilter

from .choices import Cause
from .models import AlertRule, Playbook


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
