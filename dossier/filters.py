"""What this room's lists can be narrowed and sorted by: the same for page, API and export."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from foundation import clock
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching, telling
from teams.models import Team, User

from .choices import ContractKind, ContractState, Met, NeedPart, PaperKind
from .models import Attachment, Contract, ContractReminder, Expectation, Need
from .models.contract import AGREED
from .models.expectation import EXPECTED
from .queries import of_state, with_lead
from .queries.contract import undecided


class ContractOrdering(Ordering):
    """What has no end comes after all that has one, whichever way round; amounts are compared in the base currency.
    Each is a column that a page can be continued from."""

    columns: Final = {
        "ends_order": (F("ends_on"), dt.date.max, dt.date.min),
        "decide_order": (F("decide_by"), dt.date.max, dt.date.min),
        "value_order": (F("value") * F("rate"), Decimal(10) ** 30, Decimal(-1)),
    }
    """What stands for nothing on the way up, and on the way down."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        for typed in value or []:
            column = str(self.get_ordering_value(typed))
            if wanted := self.columns.get(column.lstrip("-")):
                said, above, below = wanted
                nothing = below if column.startswith("-") else above
                qs = qs.annotate(**{column.lstrip("-"): Coalesce(said, Value(nothing))})
        return super().filter(qs, value)


def _of_account_or(rows: QuerySet[Any], saying: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Those whose account is called so, and those that say so themselves."""
    accounts = matching(Account.objects.all(), typed).order_by().values("pk")
    return rows.filter(Q(account__in=accounts) | Q(pk__in=saying.order_by().values("pk")))


class ContractFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    state = django_filters.ChoiceFilter(choices=ContractState.choices, method="of_state", label=_("State"))
    undecided = YesNoFilter(method="of_undecided", label=_("To be decided"))
    kind = django_filters.ChoiceFilter(choices=ContractKind.choices, label=_("Kind"))
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Responsible"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    ends_until = django_filters.DateFilter(field_name="ends_on", lookup_expr="lte", label=_("Ends by"))
    external_id = django_filters.CharFilter(max_length=80, widget=forms.HiddenInput)
    ordering = ContractOrdering(
        fields=[
            ("account__sort_key", "account"),
            ("title", "title"),
            ("starts_on", "starts"),
            ("ends_order", "ends"),
            ("decide_order", "decide"),
            ("value_order", "value"),
        ]
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account, or by title, number and notes."""
        return _of_account_or(rows, telling(Contract.objects.all(), AGREED, typed), typed)

    def of_state(self, rows: QuerySet[Any], name: str, wanted: str) -> QuerySet[Any]:
        return of_state(with_lead(rows), wanted, clock.today())

    def of_undecided(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        found = undecided(rows)
        return found if wanted else rows.exclude(pk__in=undecided(Contract.objects.all()).order_by().values("pk"))


class AttachmentFilter(StrictFilterSet):
    """What somebody removed stays out of lists unless asked for."""

    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    contract = VisibleModelChoiceFilter(queryset=Contract.objects, label=_("Contract"), widget=forms.HiddenInput)
    kind = django_filters.MultipleChoiceFilter(
        choices=PaperKind.choices, label=_("Kind"), widget=forms.MultipleHiddenInput
    )
    removed = django_filters.ChoiceFilter(
        choices=[("yes", _("Removed only")), ("all", _("Removed too"))], method="of_removed", label=_("Removed"),
        empty_label=_("Without removed"),
    )  # fmt: skip
    ordering = Ordering(fields=[("name", "name"), ("size", "size"), ("created_at", "brought")])

    class Meta:
        model = Attachment
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("removed") else found.filter(removed_at=None)

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        return rows.filter(Q(name__icontains=typed) | Q(note__icontains=typed))

    def of_removed(self, rows: QuerySet[Any], name: str, wanted: str) -> QuerySet[Any]:
        return rows if wanted == "all" else rows.filter(removed_at__isnull=False)


class ExpectationFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    current = YesNoFilter(field_name="ended_on", lookup_expr="isnull", label=_("Expected now"))
    met = django_filters.ChoiceFilter(choices=Met.choices, label=_("Is it met?"))
    tier = TierFilter(field_name="account__tier")
    heard_by = VisibleModelChoiceFilter(queryset=User.objects, label=_("Heard by"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    heard_since = django_filters.DateFilter(field_name="heard_on", lookup_expr="gte", label=_("Heard since"))
    ordering = Ordering(fields=[("account__sort_key", "account"), ("heard_on", "heard")])

    class Meta:
        model = Expectation
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account, or by what it says."""
        return _of_account_or(rows, telling(Expectation.objects.all(), EXPECTED, typed), typed)


class NeedFilter(StrictFilterSet):
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    part = django_filters.ChoiceFilter(choices=NeedPart.choices, label=_("Part"))
    seen_before = django_filters.DateFilter(field_name="seen_on", lookup_expr="lt", label=_("Not found true since"))
    ordering = Ordering(fields=[("account__sort_key", "account"), ("seen_on", "seen")])

    class Meta:
        model = Need
        fields: list[str] = []


class ContractReminderFilter(StrictFilterSet):
    tier = TierFilter()
    ordering = Ordering(fields=[("days", "days")])

    class Meta:
        model = ContractReminder
        fields: list[str] = []
