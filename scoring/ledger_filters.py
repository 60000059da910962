"""What ledger entries can be narrowed and sorted by: the same for pages and API."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter

from .choices import EntryKind
from .models import LedgerEntry


class EntryListFilter(StrictFilterSet):
    """Ledger entries of one account's page."""

    since = django_filters.DateFilter(field_name="date", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="date", lookup_expr="lte", label=_("Until"))
    kind = django_filters.ChoiceFilter(choices=EntryKind.choices, label=_("Kind"))
    currency = django_filters.CharFilter(max_length=3, label=_("Currency"))
    ordering = Ordering(fields=[("date", "date"), ("revenue_base", "revenue"), ("cost_base", "cost")])

    class Meta:
        model = LedgerEntry
        fields: list[str] = []


class EntryFilter(EntryListFilter):
    """For the API: also by account and external id."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)
    external_id = django_filters.CharFilter(max_length=80)
