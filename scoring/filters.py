"""What decisions, alerts, marks and rules can be narrowed and sorted by: the same for pages and API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import DecimalField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.filters import TeamFilter, TierFilter
from accounts.models import Account
from accounts.queries.account import family
from accounts.queries.worth import by_worth
from foundation.filters import Ordering, StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.search import matching
from pipeline.models import Competitor
from teams.models import Team, User
from teams.visibility import sees_everything

from .choices import (
    JUDGED,
    AlertState,
    Cause,
    FitPurpose,
    FitState,
    Market,
    Outcome,
    PolicyState,
    ProfitBy,
    RiskLevel,
    Rule,
    Verdict,
)
from .models import (
    Alert,
    ChurnFit,
    ChurnPrediction,
    ChurnRule,
    KeyMark,
    MarketShare,
    ScoringRun,
    TierDecision,
    TierPolicy,
)
from .models.alert import CLOSED_STATES, OPEN_STATES
from .queries.nights import nights, of_night, standing_night
from .queries.profit import ORDERS, Question, night_to_compare

_NOTHING = Value(Decimal(0), output_field=DecimalField())
_BY_NAME = F("account__sort_key")
_TIER_ORDER = by_worth()
NO_INDUSTRY = "-"


class ByRank(Ordering):
    """Rank goes by profit, of equals the older account first; who has none comes last."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if value and value[0].lstrip("-") == "rank":
            is_rising = not value[0].startswith("-")
            return qs.order_by(*(("-order_profit", "account_id") if is_rising else ("order_profit", "-account_id")))
        return super().filter(qs, value)


class IndustryFilter(django_filters.CharFilter):
    """By the industry as it is written; a dash stands for accounts without one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"field_name": "account__industry", "label": _("Industry"), "max_length": 80, **kwargs})

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(**{self.field_name: "" if value == NO_INDUSTRY else value}) if value else qs


class NightFilter(StrictFilterSet):
    """Decisions of one night: the one asked for, else the one that stands; none where there is no such night."""

    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team"))
    night = django_filters.DateFilter(method="of_night", label=_("Night of"))

    class Meta:
        model = TierDecision
        fields: list[str] = []

    @cached_property
    def run(self) -> ScoringRun | None:
        """The night that is shown."""
        date = self.form.cleaned_data.get("night") if self.is_valid() else None
        return nights().filter(business_date=date).first() if date else standing_night()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out of the night: the reader sees everything, and asks for no team."""
        return sees_everything(self.request.user) and not self.form.cleaned_data.get("team")

    def filter_queryset(self, queryset: QuerySet[TierDecision]) -> QuerySet[TierDecision]:
        rows = super().filter_queryset(queryset)
        return of_night(rows, self.run) if self.run else rows.none()

    def of_night(self, rows: QuerySet[TierDecision], name: str, value: Any) -> QuerySet[TierDecision]:
        return rows  # filter_queryset narrows to the night, whether one is asked for or not


class DecisionListFilter(NightFilter):
    """For the page that lists a night's decisions."""

    q = django_filters.CharFilter(method="of_search", label=_("Search"), max_length=100)
    tier = TierFilter()
    rule = django_filters.ChoiceFilter(choices=Rule.choices, label=_("Decided by"))
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    in_team = VisibleModelChoiceFilter(queryset=Team.objects, field_name="account__team", label=_("In this very team"))
    industry = IndustryFilter()
    group = VisibleModelChoiceFilter(
        queryset=Account.objects, method="of_group", label=pgettext_lazy("companies that belong together", "Group")
    )
    rated = YesNoFilter(method="of_rated", label=_("Rated"))
    unprofitable = YesNoFilter(method="of_unprofitable", label=_("Brings no profit"))
    least = django_filters.NumberFilter(field_name="order_profit", lookup_expr="gte", label=_("Profit from"))
    ordering = ByRank(
        fields=[
            ("order_profit", "rank"),
            ("account_order", "account"),
            ("tier_order", "tier"),
            *((name, name) for name in ("profit", "revenue", "cost_to_serve", "minutes")),
        ]
    )

    def filter_queryset(self, queryset: QuerySet[TierDecision]) -> QuerySet[TierDecision]:
        return super().filter_queryset(queryset.annotate(tier_order=_TIER_ORDER, account_order=_BY_NAME))

    def of_search(self, rows: QuerySet[TierDecision], name: str, value: str) -> QuerySet[TierDecision]:
        return matching(rows, value, "account__search_text")

    @extend_schema_field(OpenApiTypes.INT)
    def of_group(self, rows: QuerySet[TierDecision], name: str, head: Account) -> QuerySet[TierDecision]:
        return rows.filter(account__in=family(head, Account.objects.visible_to(self.request.user)))

    def of_rated(self, rows: QuerySet[TierDecision], name: str, wanted: bool) -> QuerySet[TierDecision]:
        return rows.filter(entries__gt=0) if wanted else rows.filter(entries=0)

    def of_unprofitable(self, rows: QuerySet[TierDecision], name: str, wanted: bool) -> QuerySet[TierDecision]:
        rated = rows.filter(entries__gt=0)
        return rated.filter(profit__lte=0) if wanted else rated.filter(profit__gt=0)


class DecisionFilter(DecisionListFilter):
    """For the API: also by account."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)


class ProfitFilter(NightFilter):
    """For the profit report: what it adds up, which accounts, which night against which."""

    by = django_filters.ChoiceFilter(choices=ProfitBy.choices, method="as_it_is", label=_("Add up by"))
    before = django_filters.DateFilter(method="as_it_is", label=_("Against the night of"))
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    tier = TierFilter()
    industry = IndustryFilter()
    ordering = django_filters.OrderingFilter(fields=[(name, name) for name in ORDERS], method="as_it_is")
    is_asked = False

    def is_valid(self) -> bool:
        """A night to compare with that there is none of is refused, not left out."""
        if not super().is_valid() or self.is_asked:
            return not self.errors
        self.is_asked, day = True, self.form.cleaned_data.get("before")
        if day and self.run and night_to_compare(self.run, day) is None:
            self.form.add_error("before", _("No night up to this day lies before the one that is shown."))
        return not self.errors

    def filter_queryset(self, queryset: QuerySet[TierDecision]) -> QuerySet[TierDecision]:
        """Of all nights: the report looks at two of them."""
        return StrictFilterSet.filter_queryset(self, queryset)

    def as_it_is(self, rows: QuerySet[TierDecision], name: str, value: Any) -> QuerySet[TierDecision]:
        return rows

    @property
    def question(self) -> Question | None:
        """None where there is no such night."""
        asked = self.form.cleaned_data
        if self.run is None:
            return None
        orders = asked.get("ordering") or ["-profit"]
        by = ProfitBy(asked.get("by") or ProfitBy.TEAM)
        return Question(by, self.run, night_to_compare(self.run, asked.get("before")), orders[0])


class MarketShareFilter(StrictFilterSet):
    """Market shares on record."""

    market = django_filters.ChoiceFilter(choices=Market.choices, label=_("Market"))
    period = django_filters.CharFilter(max_length=7, label=_("Period"))
    competitor = VisibleModelChoiceFilter(queryset=Competitor.objects)
    ours = YesNoFilter(field_name="competitor", lookup_expr="isnull", label=_("Our own"))
    ordering = Ordering(fields=[("last_day", "last_day"), ("share", "share")])

    class Meta:
        model = MarketShare
        fields: list[str] = []


class OutcomeFilter(StrictFilterSet):
    """Decisions with what versions of the policy would make of them."""

    q = django_filters.CharFilter(method="of_search", label=_("Search"), max_length=100)
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team"))
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    ordering = Ordering(
        fields=[
            ("order_profit", "profit"),
            ("account_order", "account"),
            ("tier_order", "tier"),
            ("minutes", "minutes"),
        ]
    )

    class Meta:
        model = TierDecision
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[TierDecision]) -> QuerySet[TierDecision]:
        return super().filter_queryset(queryset.annotate(tier_order=_TIER_ORDER, account_order=_BY_NAME))

    def of_search(self, rows: QuerySet[TierDecision], name: str, value: str) -> QuerySet[TierDecision]:
        return matching(rows, value, "account__search_text")


class WhatIfFilter(OutcomeFilter):
    """Accounts that would move; with the same tier before and after those that would stay in it."""

    before = TierFilter(field_name="tier", label=_("Tier now"))
    after = TierFilter(field_name="after", label=_("Tier then"))

    def filter_queryset(self, queryset: QuerySet[TierDecision]) -> QuerySet[TierDecision]:
        before, after = (self.form.cleaned_data.get(name) for name in ("before", "after"))
        stays = {"move__isnull": bool(before) and before == after}
        return super().filter_queryset(queryset.filter(**stays))


class DisagreeFilter(OutcomeFilter):
    """Accounts of which two versions would make something else."""

    tier = TierFilter(label=_("Tier now"))


class AlertListFilter(StrictFilterSet):
    """Open alerts, unless another state is asked for, or what became of them."""

    cause = django_filters.ChoiceFilter(choices=Cause.choices, label=_("Cause"))
    state = django_filters.ChoiceFilter(
        choices=[*AlertState.choices, ("closed", _("Closed")), ("all", _("All"))],
        method="of_state",
        label=_("State"),
        empty_label=pgettext_lazy("alerts", "Open"),
    )
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team"))
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))
    escalated = django_filters.ChoiceFilter(
        choices=[("me", _("To me")), ("any", _("To anybody"))], method="of_escalated", label=_("Escalated")
    )
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices, label=_("Outcome"))
    verdict = django_filters.ChoiceFilter(choices=Verdict.choices, label=_("In the end"))
    opened_after = django_filters.DateFilter(field_name="opened_on", lookup_expr="gt", label=_("Opened after"))
    opened_until = django_filters.DateFilter(field_name="opened_on", lookup_expr="lte", label=_("Opened until"))
    ordering = Ordering(
        fields=[("due_on", "due"), ("opened_on", "since"), ("closed_at", "closed"), ("account_order", "account")]
    )

    class Meta:
        model = Alert
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Alert]) -> QuerySet[Alert]:
        rows = super().filter_queryset(queryset.annotate(account_order=_BY_NAME))
        typed = self.form.cleaned_data
        if typed.get("state") or typed.get("outcome") or typed.get("verdict"):
            return rows
        return rows.filter(state__in=OPEN_STATES)

    @property
    def lists_open(self) -> bool:
        """Only open alerts, of which an account has one a cause. Of a filter that is valid."""
        typed = self.form.cleaned_data
        return not (typed.get("outcome") or typed.get("verdict")) and typed.get("state", "") in ("", *OPEN_STATES)

    @property
    def lists_closed(self) -> bool:
        """Only closed alerts. Of a filter that is valid."""
        typed = self.form.cleaned_data
        return bool(typed.get("outcome")) or typed.get("state", "") in ("closed", *CLOSED_STATES)

    def of_state(self, rows: QuerySet[Alert], name: str, state: str) -> QuerySet[Alert]:
        if state == "closed":
            return rows.exclude(state__in=OPEN_STATES)
        return rows if state == "all" else rows.filter(state=state)

    def of_escalated(self, rows: QuerySet[Alert], name: str, to: str) -> QuerySet[Alert]:
        if to == "any":
            return rows.filter(escalated_to__isnull=False)
        return rows.filter(escalated_to=self.request.user)


class AlertFilter(AlertListFilter):
    """For the API: also by account."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)


class ChurnListFilter(StrictFilterSet):
    """Predictions of the standing fit."""

    q = django_filters.CharFilter(method="of_search", label=_("Search"), max_length=100)
    tier = TierFilter(field_name="account__tier")
    owner = VisibleModelChoiceFilter(queryset=User.objects, field_name="account__owner", label=_("Owner"))
    team = TeamFilter(queryset=Team.objects, field_name="account__team", label=_("Team"))
    level = django_filters.ChoiceFilter(choices=RiskLevel.choices, method="of_level", label=_("Risk"))
    silent_since = django_filters.DateFilter(field_name="last_order", lookup_expr="lte", label=_("No order since"))
    ordering = Ordering(
        fields=[
            ("at_stake", "at_stake"),
            ("profit_order", "profit"),
            ("risk", "risk"),
            ("last_order", "last_order"),
            ("orders", "orders"),
            ("account_order", "account"),
        ]
    )

    class Meta:
        model = ChurnPrediction
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[ChurnPrediction]) -> QuerySet[ChurnPrediction]:
        # Without a tier decision there is no profit: it stands between profit and loss.
        orders = {"profit_order": Coalesce("profit", _NOTHING), "account_order": _BY_NAME}
        return super().filter_queryset(queryset.annotate(**orders))

    def of_search(self, rows: QuerySet[ChurnPrediction], name: str, value: str) -> QuerySet[ChurnPrediction]:
        return matching(rows, value, "account__search_text")

    def of_level(self, rows: QuerySet[ChurnPrediction], name: str, level: str) -> QuerySet[ChurnPrediction]:
        return rows.filter(ChurnRule.current().bands.within(level))


class ChurnFilter(ChurnListFilter):
    """For the API: also by account."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)


class KeyMarkFilter(StrictFilterSet):
    """Marks that people gave accounts, those that ended too."""

    account = VisibleModelChoiceFilter(queryset=Account.objects)
    factor = django_filters.ChoiceFilter(choices=[(each.value, each.label) for each in JUDGED])
    ended = YesNoFilter(method="of_ended", label=_("Ended"))

    class Meta:
        model = KeyMark
        fields: list[str] = []

    def of_ended(self, rows: QuerySet[KeyMark], name: str, wanted: bool) -> QuerySet[KeyMark]:
        return rows.filter(ended_at__isnull=not wanted)


class PolicyFilter(StrictFilterSet):
    """Versions of the tier policy."""

    state = django_filters.ChoiceFilter(choices=PolicyState.choices, label=_("State"))

    class Meta:
        model = TierPolicy
        fields: list[str] = []


class FitFilter(StrictFilterSet):
    """Fits of the churn model."""

    state = django_filters.ChoiceFilter(choices=FitState.choices, label=_("State"))
    purpose = django_filters.ChoiceFilter(choices=FitPurpose.choices, label=_("Made for"))
    as_of = django_filters.DateFilter(label=_("As of"))

    class Meta:
        model = ChurnFit
        fields: list[str] = []
