"""What opportunities can be narrowed and sorted by: the same for board, list, funnel and API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.filters import UNRATED, TierFilter
from accounts.models import Account
from foundation import clock
from foundation.filters import ArchivedFilter, Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from pipeline import queries
from pipeline.choices import Category, CloseReason, Flag, Status
from pipeline.models import Competitor, Opportunity, ReviewAction, Stage
from pipeline.queries import periods
from teams.models import Team, User
from teams.visibility import sees_everything

Rows = QuerySet[Opportunity]


class AmongFilter(VisibleModelChoiceFilter):
    """A person or a team: those within the reader's reach, and those whose opportunities the reader sees.

    (An account that is shared across teams brings along opportunities of people elsewhere.)
    """

    def _visible(self, request: HttpRequest | None) -> QuerySet[Any]:
        if request is None:
            return self._rows.none()
        seen = Opportunity.objects.visible_to(request.user).filter(**{str(self._column): OuterRef("pk")})
        return self.near_or(Exists(seen), request)

    def near_or(self, also: Q | Exists, request: HttpRequest) -> QuerySet[Any]:
        """Those within the reader's reach, and `also` those."""
        near = self._rows.visible_to(request.user).order_by().values("pk")
        return self._rows.filter(Q(pk__in=near) | also)

    def __init__(self, *args: Any, column: str, **kwargs: Any) -> None:
        self._column = column
        super().__init__(*args, **{"field_name": column, **kwargs})


class BelowFilter(AmongFilter):
    """A team together with everything below it."""

    def filter(self, qs: Rows, value: Team | None) -> Rows:
        return qs.filter(team__path__startswith=value.path) if value else qs


class OpportunityOrdering(Ordering):
    """No account sorts first, no date last; every column is one that a page can be continued from."""

    columns = {
        "account_order": Coalesce("account__sort_key", Value("")),
        "closes_order": Coalesce("expected_close_on", Value(dt.date.max)),
        "closed_order": Coalesce("closed_on", Value(dt.date.max)),
        "owner_order": F("owner__name"),
        "stage_order": F("stage__position"),
    }

    def filter(self, qs: Rows, value: list[str] | None) -> Rows:
        named = {self.get_ordering_value(typed).lstrip("-") for typed in value or []} & self.columns.keys()
        return super().filter(qs.annotate(**{name: self.columns[name] for name in named}), value)


class FunnelFilter(StrictFilterSet):
    """Whose opportunities, and which: what a whole funnel can be narrowed by."""

    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    owner = AmongFilter(queryset=User.objects, column="owner", label=_("Owner"))
    team = BelowFilter(queryset=Team.objects, column="team", label=_("Team and below"))
    in_team = AmongFilter(queryset=Team.objects, column="team", label=_("Team itself"), widget=forms.HiddenInput)
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    tier = TierFilter(method="of_tier")
    industry = django_filters.CharFilter(method="of_industry", max_length=80, label=_("Industry"))
    product = django_filters.CharFilter(max_length=120, label=_("Product"))
    source = django_filters.CharFilter(max_length=80, label=_("Source"))

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def offer(self, **among: Iterable[int]) -> None:
        """Ids of the owners, of the teams that a page has found already: its lists need not search for them again."""
        for name, ids in among.items():
            self.form.fields[name].queryset = self.filters[name].near_or(Q(pk__in=list(ids)), self.request)

    def of_tier(self, rows: Rows, name: str, tier: str) -> Rows:
        return self._of_accounts(rows, tier="" if tier == UNRATED else tier)

    def of_industry(self, rows: Rows, name: str, typed: str) -> Rows:
        return self._of_accounts(rows, industry__iexact=typed)

    def _of_accounts(self, rows: Rows, **wanted: str) -> Rows:
        """A co-owner may see the opportunity alone: what its account is like is not answered by a filter either."""
        rows = rows.filter(**{f"account__{column}": value for column, value in wanted.items()})
        if sees_everything(self.request.user):
            return rows
        return rows.filter(account__in=Account.objects.visible_to(self.request.user).order_by().values("pk"))

    def of_words(self, rows: Rows, name: str, typed: str) -> Rows:
        """Found by its own words or by its account's."""
        accounts = matching(Account.objects.all(), typed).order_by().values("pk")
        own = matching(Opportunity.objects.all(), typed).order_by().values("pk")
        return rows.filter(Q(pk__in=own) | Q(account__in=accounts))


def _by_day(condition: Callable[[str, dt.date], Q]) -> Callable[[Any, Rows, str, str], Rows]:
    """A filter method that applies a period's condition as of the reader's today."""
    return lambda self, rows, name, key: rows.filter(condition(key, clock.today()))


def _people_in_reach(request: HttpRequest | None) -> QuerySet[Any]:
    return User.objects.visible_to(request.user) if request else User.objects.none()


def _by_stage(rows_of: Callable[[Rows, Stage], Rows]) -> Callable[[Any, Rows, str, Stage], Rows]:
    return lambda self, rows, name, stage: rows_of(rows, stage)


def stage_filter(label: Any, **kwargs: Any) -> django_filters.ModelChoiceFilter:
    """Chooses a stage by its key, also one that was taken out since where the `every` is asked for."""
    rows = (Stage.every if kwargs.pop("every", False) else Stage.objects).order_by("position")
    found = django_filters.ModelChoiceFilter(queryset=rows, to_field_name="key", label=label, **kwargs)
    return extend_schema_field(OpenApiTypes.STR)(found)


class OpportunityFilter(FunnelFilter):
    """Everything a list can be narrowed by; the last three lead from figures of the funnel to their rows."""

    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("State"))
    stage = stage_filter(_("Stage"))
    closing = django_filters.ChoiceFilter(choices=periods.CLOSING, method="of_closing", label=_("Expected to close"))
    closed = django_filters.ChoiceFilter(choices=periods.CLOSED, method="of_closed", label=_("Closed"))
    close_reason = django_filters.ChoiceFilter(choices=CloseReason.choices, label=_("Reason"))
    step = django_filters.ChoiceFilter(choices=periods.STEPS, method="of_step", label=_("Next step"))
    flag = django_filters.ChoiceFilter(
        choices=[("any", _("Any flag")), *Flag.choices], method="of_flag", label=_("Red flag")
    )
    competitor = VisibleModelChoiceFilter(
        queryset=Competitor.objects, field_name="rivals__competitor", label=_("Competitor")
    )
    lost_to = VisibleModelChoiceFilter(queryset=Competitor.objects, label=_("Lost to"), widget=forms.HiddenInput)
    co_owner = django_filters.ModelChoiceFilter(
        queryset=_people_in_reach, field_name="co_owners__person", label=_("Co-owner"), widget=forms.HiddenInput
    )
    no_account = YesNoFilter(field_name="account", lookup_expr="isnull", label=_("No account yet"))
    external_id = django_filters.CharFilter(max_length=80, label=_("External id"))
    archived = ArchivedFilter()
    expected_from = django_filters.DateFilter("expected_close_on", "gte", widget=forms.HiddenInput)
    expected_to = django_filters.DateFilter("expected_close_on", "lte", widget=forms.HiddenInput)
    closed_from = django_filters.DateFilter("closed_on", "gte", widget=forms.HiddenInput)
    closed_to = django_filters.DateFilter("closed_on", "lte", widget=forms.HiddenInput)
    opened_to = django_filters.DateFilter("opened_on", "lte", widget=forms.HiddenInput)
    category = django_filters.ChoiceFilter(
        "stage__category", choices=Category.choices, label=_("In the forecast"), widget=forms.HiddenInput
    )
    opened_from = django_filters.DateFilter("opened_on", "gte", widget=forms.HiddenInput)
    action_of = extend_schema_field(OpenApiTypes.INT)(
        VisibleModelChoiceFilter(
            queryset=User.objects, method="of_action", label=_("Actions overdue"), widget=forms.HiddenInput
        )
    )
    passed = stage_filter(_("Went on from"), method="of_passed", widget=forms.HiddenInput)
    gone = stage_filter(_("Went on from or lost after"), method="of_gone", widget=forms.HiddenInput)
    stayed = stage_filter(_("Stood in and left"), method="of_stayed", widget=forms.HiddenInput)
    ordering = OpportunityOrdering(
        fields=[
            ("name", "name"),
            ("account_order", "account"),
            ("amount_base", "amount"),
            ("stage_order", "stage"),
            ("closes_order", "expected_close"),
            ("closed_order", "closed"),
            ("opened_on", "opened"),
            ("owner_order", "owner"),
            ("updated_at", "changed"),
            ("stage_since", "in_stage"),
        ]
    )

    def of_action(self, rows: Rows, name: str, person: User) -> Rows:
        """Open ones about which a review gave this person something to do that is overdue."""
        late = ReviewAction.objects.filter(owner=person, done_at=None, due_on__lt=clock.today())
        return rows.filter(periods.OPEN, pk__in=late.values("opportunity"))

    of_closing = _by_day(periods.closing)
    of_closed = _by_day(periods.closed)
    of_step = _by_day(periods.stepping)
    of_passed = _by_stage(queries.passed)
    of_gone = _by_stage(queries.gone)
    of_stayed = _by_stage(queries.stayed)

    def of_flag(self, rows: Rows, name: str, flag: str) -> Rows:
        return queries.flagged(rows, flag, clock.today())


class WinLossFilter(FunnelFilter):
    """Which decided ones: of this month, this quarter, the last twelve months, or all there ever were."""

    closed = django_filters.ChoiceFilter(
        choices=periods.CLOSED, method="of_closed", label=_("Closed"), empty_label=None
    )

    of_closed = _by_day(periods.closed)

    @property
    def within(self) -> str:
        """The key of the period."""
        return str(self.form.cleaned_data.get("closed") or "year")

    @property
    def at_any_time(self) -> Rows:
        """The rows that it narrows to, whenever they were decided."""
        query = self.data.copy()
        query.pop("closed", None)
        return FunnelFilter(query, queryset=self.queryset, request=self.request, drawn=False).qs
