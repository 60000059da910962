"""What accounts, contacts and visits can be narrowed and sorted by: the same for pages and API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.queries.worth import by_worth
from foundation import clock
from foundation.filters import ArchivedFilter, Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching, narrowed
from teams.models import Team, User

from . import completeness
from .choices import Channel, ContactRoleKind, CoveredBy, CustomerStage, Outcome, Tier, ValueLevel, VisitState
from .models import Account, Completeness, Contact, LikePair, Merge, OwnCadence, Visit
from .models.account import LAST_VISIT_ORDER
from .queries.account import family, overdue, stepless
from .queries.coverage import of_coverage
from .queries.duplicates import REASONS
from .queries.visit import between, telling, with_open_step

UNRATED = "unrated"
COVERAGES = [
    ("short", _("fewer than the cadence asks")),
    ("even", _("as many as the cadence asks")),
    ("beyond", _("more than the cadence asks")),
    ("any", _("any, where the cadence counts")),
]
STEPS = [("missing", _("none"))]
_TIER_ORDER = by_worth()
JOINED = {"visit_due": "visit_due", "profit": "published_profit", "completeness": "completeness"}
"""Columns to sort by of which each account has its row in a table beside it."""
BELOW = (100, 90, 75, 60, 40)
"""Shares of a complete record, in percent, that lists can be narrowed to."""
_NEXT_STEP_ORDER = Coalesce("next_step_on", Value(dt.date.max))


class TierFilter(django_filters.ChoiceFilter):
    """By tier; `unrated` are those without one."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [*Tier.choices, (UNRATED, _("Unrated"))]
        super().__init__(**{"choices": choices, "label": _("Tier"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        return super().filter(qs, value) if value != UNRATED else qs.filter(**{self.field_name: ""})


class SearchFilter(django_filters.CharFilter):
    """Every word must be found: in Latin letters, Chinese characters, pinyin or its initials."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Search"), max_length=100, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return narrowed(qs, value) if value else qs


class TeamFilter(VisibleModelChoiceFilter):
    """A team together with everything below it."""

    def filter(self, qs: QuerySet[Any], value: Team | None) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__path__startswith": value.path}) if value else qs


class AccountOrdering(Ordering):
    """The tier sorts by its worth, who is not rated below every loss; no visit yet counts as the longest ago, no next
    step as the furthest off."""

    columns = {
        "tier": _TIER_ORDER,
        "last_visit": LAST_VISIT_ORDER,
        "next_step": _NEXT_STEP_ORDER,
        "visit_due": F("visit_due__due_on"),
        "profit": F("published_profit__amount"),
        "completeness": F("completeness__score"),
    }

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        named = {typed.lstrip("-") for typed in value or []} & self.columns.keys()
        for name in named & JOINED.keys():
            qs = qs.filter(**{f"{JOINED[name]}__isnull": False})  # joined outright, so that its index gives the order
        return super().filter(qs.annotate(**{f"{name}_order": self.columns[name] for name in named}), value)


@extend_schema_field(OpenApiTypes.STR)
class GapFilter(django_filters.ChoiceFilter):
    """Records of which a point is missing or out of date."""

    def __init__(self, *, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(**{"label": _("Missing or out of date"), **kwargs})

    @property
    def field(self) -> Any:
        """Rooms name their points after this room's filters were read."""
        self.extra["choices"] = completeness.choices()
        return super().field

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        if not value:
            return qs
        missing, stale = (f"{self.prefix}{column}__contains" for column in ("missing", "stale"))
        return qs.filter(Q(**{missing: [value]}) | Q(**{stale: [value]}))


class OwnCadenceFilter(StrictFilterSet):
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"))
    ordering = Ordering(fields=["id", "days"])

    class Meta:
        model = OwnCadence
        fields: list[str] = []


class CoverageFilter(StrictFilterSet):
    """Whose accounts, and which."""

    q = SearchFilter()
    tier = TierFilter()
    owner = VisibleModelChoiceFilter(queryset=User.objects)
    team = TeamFilter(queryset=Team.objects)
    industry = django_filters.CharFilter(
        lookup_expr="iexact", max_length=80, widget=forms.TextInput(attrs={"list": "industries", "autocomplete": "off"})
    )

    class Meta:
        model = Account
        fields: list[str] = []


class AccountFilter(CoverageFilter):
    stage = django_filters.ChoiceFilter(choices=CustomerStage.choices)
    value_level = django_filters.ChoiceFilter(choices=ValueLevel.choices)
    covered_by = django_filters.ChoiceFilter(choices=CoveredBy.choices)
    last_visit_after = django_filters.DateFilter(
        field_name="last_visit_on", lookup_expr="gte", label=_("Visited since")
    )
    last_visit_before = django_filters.DateFilter(
        field_name="last_visit_on", lookup_expr="lte", label=_("Last visit until")
    )
    overdue = YesNoFilter(method="of_overdue", label=_("Visit overdue"))
    coverage = django_filters.ChoiceFilter(choices=COVERAGES, method="of_covered", label=_("Visits in 12 months"))
    step = django_filters.ChoiceFilter(choices=STEPS, method="of_step", label=_("Next step"))
    gap = GapFilter(prefix="completeness__")
    group = extend_schema_field(OpenApiTypes.INT)(
        VisibleModelChoiceFilter(
            queryset=Account.objects, method="of_group", label=_("Group of"), widget=forms.HiddenInput
        )
    )
    external_id = django_filters.CharFilter(max_length=80)
    lost = YesNoFilter(field_name="lost_on", lookup_expr="isnull", exclude=True, label=_("Lost"))
    archived = ArchivedFilter()
    ordering = AccountOrdering(
        fields=[
            ("sort_key", "name"),
            ("last_visit_order", "last_visit"),
            ("tier_order", "tier"),
            ("next_step_order", "next_step"),
            ("visit_due_order", "visit_due"),
            ("profit_order", "profit"),
            ("completeness_order", "completeness"),
        ]
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def of_group(self, rows: QuerySet[Account], name: str, head: Account) -> QuerySet[Account]:
        """It and all below it, as far as the reader sees."""
        return rows.filter(pk__in=family(head, Account.objects.visible_to(self.request.user)))

    def of_overdue(self, rows: QuerySet[Account], name: str, wanted: bool) -> QuerySet[Account]:
        return overdue(rows, clock.today()) if wanted else rows.filter(visit_due__due_on__gte=clock.today())

    def of_covered(self, rows: QuerySet[Account], name: str, wanted: str) -> QuerySet[Account]:
        return of_coverage(rows, wanted, clock.today())

    def of_step(self, rows: QuerySet[Account], name: str, wanted: str) -> QuerySet[Account]:
        return stepless(rows)


class ContactFilter(StrictFilterSet):
    q = SearchFilter()
    account = VisibleModelChoiceFilter(queryset=Account.objects)
    role = django_filters.ChoiceFilter(choices=ContactRoleKind.choices, field_name="roles__role")
    external_id = django_filters.CharFilter(max_length=80)
    archived = ArchivedFilter()
    ordering = Ordering(fields=[("sort_key", "name")])

    class Meta:
        model = Contact
        fields: list[str] = []


class VisitFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, widget=forms.HiddenInput)
    contact = VisibleModelChoiceFilter(queryset=Contact.objects, field_name="contacts", widget=forms.HiddenInput)
    by = VisibleModelChoiceFilter(queryset=User.objects)
    team = TeamFilter(queryset=Team.objects, field_name="account__team")
    state = django_filters.ChoiceFilter(choices=VisitState.choices)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices)
    since = django_filters.DateFilter(method="of_since", label=_("On or after"))
    until = django_filters.DateFilter(method="of_until", label=_("On or before"))
    open_step = YesNoFilter(method="of_open_step", label=_("Next step open"))
    external_id = django_filters.CharFilter(max_length=80)
    ordering = Ordering(fields=[("starts_at", "starts_at")])

    class Meta:
        model = Visit
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Visit], name: str, typed: str) -> QuerySet[Visit]:
        return telling(rows, typed)

    def of_since(self, rows: QuerySet[Visit], name: str, day: dt.date) -> QuerySet[Visit]:
        return between(rows, first=day)

    def of_until(self, rows: QuerySet[Visit], name: str, day: dt.date) -> QuerySet[Visit]:
        return between(rows, last=day)

    def of_open_step(self, rows: QuerySet[Visit], name: str, wanted: bool) -> QuerySet[Visit]:
        found = with_open_step(rows)
        return found if wanted else rows.exclude(pk__in=found.order_by().values("pk"))


class LikePairFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    reason = django_filters.ChoiceFilter(choices=[*REASONS.items()], method="of_reason", label=_("Alike by"))
    team = extend_schema_field(OpenApiTypes.INT)(
        TeamFilter(queryset=Team.objects, method="of_team", label=_("Team and below"))
    )
    ordering = Ordering(fields=[("weight", "weight"), ("first__sort_key", "account")])

    class Meta:
        model = LikePair
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by either account."""
        found = matching(Account.objects.all(), typed).order_by().values("pk")
        return rows.filter(Q(first__in=found) | Q(second__in=found))

    def of_reason(self, rows: QuerySet[Any], name: str, kind: str) -> QuerySet[Any]:
        return rows.filter(reasons__contains=[kind])

    def of_team(self, rows: QuerySet[Any], name: str, team: Team) -> QuerySet[Any]:
        teams = Team.objects.filter(path__startswith=team.path).values("pk")
        return rows.filter(Q(first__team__in=teams) | Q(second__team__in=teams))


class MergeFilter(StrictFilterSet):
    survivor = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account that stays"))
    undone = YesNoFilter(method="of_undone", label=_("Undone"))
    ordering = Ordering(fields=[("at", "at")])

    class Meta:
        model = Merge
        fields: list[str] = []

    def of_undone(self, rows: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return rows.filter(undone_at__isnull=not wanted)


class OfRecords(Ordering):
    """The tier sorts by its worth."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if any(typed.lstrip("-") == "tier" for typed in value or []):
            qs = qs.annotate(tier_order=by_worth("account__"))
        return super().filter(qs, value)


class CompletenessFilter(StrictFilterSet):
    q = django_filters.CharFilter(method="of_words", max_length=100, label=_("Search"))
    account = VisibleModelChoiceFilter(queryset=Account.objects, label=_("Account"), widget=forms.HiddenInput)
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team and below"))
    gap = GapFilter()
    below = django_filters.TypedChoiceFilter(
        choices=[(score, f"{score} %") for score in BELOW], coerce=int, field_name="score", lookup_expr="lt",
        label=_("Complete below"),
    )  # fmt: skip
    ordering = OfRecords(fields=[("account__sort_key", "account"), ("score", "score"), ("tier_order", "tier")])

    class Meta:
        model = Completeness
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Found by its account."""
        return rows.filter(account__in=matching(Account.objects.all(), typed).order_by().values("pk"))
