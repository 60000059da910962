"""What reports are narrowed by: whose, which, and between which days."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.filters import UsualFilter, YesNoFilter
from pipeline.choices import LINE_NAMES, PeriodKind
from pipeline.models import Opportunity, Quota
from pipeline.queries.movement import GAINS, LOSSES, Holders, Span, once_of
from pipeline.queries.saturation import Standing
from pipeline.queries.spans import Period, period_of
from teams.models import Team, User

from .opportunity import AmongFilter, FunnelFilter, Rows, stage_filter

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


class SpanForm(forms.Form):
    """Refuses a period that ends before it begins, and days that no company has seen."""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("since", "until"):
            if (day := typed.get(name)) and not FIRST <= day <= LAST:
                self.add_error(name, _("Choose a day between 1990 and 2100."))
        since, until = typed.get("since"), typed.get("until")
        if since and since > (until or clock.today()):
            self.add_error("until" if until else "since", _("The last day lies before the first."))
        return typed


class DayForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if (day := typed.get("day")) and not FIRST <= day <= LAST:
            self.add_error("day", _("Choose a day between 1990 and 2100."))
        return typed


class KeptFilter(django_filters.DateFilter):
    """A day that a report reads itself: it narrows no rows."""

    def filter(self, qs: Rows, value: dt.date | None) -> Rows:
        return qs


class HeldFilter(AmongFilter):
    """A person or team that held opportunities at the time of their moves: the report asks the moves."""

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs


class InHandsFilter(FunnelFilter):
    """Which opportunities, and in whose hands they were then."""

    owner = HeldFilter(queryset=User.objects, column="owner", label=_("Owner then"))
    team = HeldFilter(queryset=Team.objects, column="team", label=_("Team then, and below"))
    in_team = HeldFilter(queryset=Team.objects, column="team", label=_("Team itself, then"), widget=forms.HiddenInput)
    whose: ClassVar[frozenset[str]] = frozenset({"owner", "team", "in_team"})
    """What says but whose hands and which days; the rest asks what an opportunity is like."""

    class Meta:
        model = Opportunity
        fields: list[str] = []

    @cached_property
    def holders(self) -> Holders:
        owner, team, itself = (self._typed(name) for name in ("owner", "team", "in_team"))
        teams = None if team is None else list(Team.objects.below(team).values_list("pk", flat=True))
        if itself is not None:
            teams = [itself.pk] if teams is None or itself.pk in teams else []
        once = once_of(self.request.user) if self.is_whole else None
        return Holders(None if owner is None else [owner.pk], teams, once)

    @property
    def is_whole(self) -> bool:
        """Nothing but people and days is chosen. What the reader no longer sees is in no narrower figure: whether it is
        counted would tell how it, or its account, is today."""
        return not any(self._typed(name) for name in self.form.fields.keys() - self.whose)

    def _typed(self, name: str) -> Any:
        return getattr(self.form, "cleaned_data", {}).get(name)


class MovementFilter(InHandsFilter):
    """Which opportunities, in whose hands, between which days (default: this month up to today)."""

    since = KeptFilter(label=_("From"))
    until = KeptFilter(label=_("To"))
    whose = InHandsFilter.whose | {"since", "until", "line"}

    class Meta:
        model = Opportunity
        form = SpanForm
        fields: list[str] = []

    @property
    def span(self) -> Span:
        until = self._typed("until") or clock.today()
        return Span(self._typed("since") or clock.month_start(until), until)


class FunnelThenFilter(MovementFilter):
    """In whose hands, on which day (default: the end of last month), and since when what went on is counted (default:
    twelve months up to it)."""

    until = KeptFilter(label=_("As of"))
    since = KeptFilter(label=_("Went on since"))

    @property
    def span(self) -> Span:
        until = self._typed("until") or clock.month_start(clock.today()) - clock.DAY
        return Span(self._typed("since") or clock.add_months(until + clock.DAY, -12), until)


class MovementRowsFilter(MovementFilter):
    """The rows behind one line of it; of the end also those in one stage then."""

    stood = stage_filter(_("Stage then"), method="kept", widget=forms.HiddenInput, every=True)
    whose = MovementFilter.whose | {"stood"}

    line = django_filters.ChoiceFilter(
        choices=[(name, LINE_NAMES[name]) for name in ("start", *GAINS, *LOSSES, "end")],
        method="kept",
        required=True,
        label=_("Line"),
    )

    def kept(self, rows: Rows, name: str, value: str) -> Rows:
        return rows


class WhoseFilter(FunnelFilter):
    """Which opportunities, and what goes with them about people and teams."""

    def about(self, rows: QuerySet[Any], person: str, team: str, persons_team: str = "") -> QuerySet[Any]:
        """`rows` about people and teams, narrowed to the person and the team that are chosen; `person` and `team` name
        their columns, `persons_team` that of the team in which the person was (default: that he is in)."""
        if owner := self._typed("owner"):
            rows = rows.filter(**{person: owner})
        if above := self._typed("team"):
            in_it = f"{persons_team or f'{person}__team'}__path__startswith"
            in_none = Q(**{f"{team}__isnull": True, in_it: above.path})
            rows = rows.filter(Q(**{f"{team}__path__startswith": above.path}) | in_none)
        if itself := self._typed("in_team"):
            rows = rows.filter(**{team: itself})
        return rows

    def of_people(self, people: QuerySet[User]) -> QuerySet[User]:
        """`people`, narrowed to the person chosen and to those who work in the team chosen or below it."""
        if owner := self._typed("owner"):
            people = people.filter(pk=owner.pk)
        if above := self._typed("team"):
            people = people.filter(team__path__startswith=above.path)
        if itself := self._typed("in_team"):
            people = people.filter(team=itself)
        return people

    def of_teams(self, teams: QuerySet[Team]) -> QuerySet[Team]:
        """`teams`, narrowed likewise; none beside a single person."""
        if self._typed("owner"):
            return teams.none()
        if above := self._typed("team"):
            teams = teams.filter(path__startswith=above.path)
        if itself := self._typed("in_team"):
            teams = teams.filter(pk=itself.pk)
        return teams

    @property
    def is_about_people_alone(self) -> bool:
        """Nothing but person, team and period is chosen: what is said about people as a whole counts."""
        whose = {"owner", "team", "in_team", "period", "day", "weeks", "short"}
        return not any(self._typed(name) for name in self.form.fields.keys() - whose)

    @property
    def quotas(self) -> QuerySet[Quota]:
        """Those that the reader sees; none beside a part of what people sell, as no quota is about that part."""
        return Quota.objects.visible_to(self.request.user) if self.is_about_people_alone else Quota.objects.none()

    def _typed(self, name: str) -> Any:
        return getattr(self.form, "cleaned_data", {}).get(name)


class PeriodFilter(WhoseFilter):
    """Which opportunities, for which month, quarter or year (default: this quarter)."""

    period = django_filters.ChoiceFilter(choices=PeriodKind.choices, method="kept", label=_("Period"))
    day = KeptFilter(label=_("A day of it"))
    weeks = UsualFilter(numbers=(1, 2, 4, 8, 12), usual=4, method="kept", label=_("Weeks before the end"))

    class Meta:
        model = Opportunity
        form = DayForm
        fields: list[str] = []

    def kept(self, rows: Rows, name: str, value: Any) -> Rows:
        return rows

    @property
    def chosen(self) -> Period:
        return period_of(self._typed("period") or PeriodKind.QUARTER, self._typed("day") or clock.today())

    @property
    def weeks_before(self) -> int:
        return self._typed("weeks") or 4


class QuotaFilter(PeriodFilter):
    """`short=true` leads to the people whose funnel does not cover what is missing, `false` to the others."""

    weeks: Any = None
    short = YesNoFilter(method="kept", label=_("Funnel does not cover the gap"), widget=forms.HiddenInput)

    def of_standings(self, people: list[Standing]) -> list[Standing]:
        short = self._typed("short")
        return [line for line in people if short in {None, "", line.is_short}]


class ProductivityFilter(InHandsFilter):
    """Which opportunities, over how many months up to which day (default: twelve up to today)."""

    owner = HeldFilter(queryset=User.objects, column="owner", label=_("Owner"))
    team = HeldFilter(queryset=Team.objects, column="team", label=_("Team and below"))
    whose = InHandsFilter.whose | {"months", "day"}
    months = UsualFilter(numbers=(3, 6, 12, 24), usual=12, method="kept", label=_("Months"))
    day = KeptFilter(label=_("Up to"))

    class Meta:
        model = Opportunity
        form = DayForm
        fields: list[str] = []

    def kept(self, rows: Rows, name: str, value: Any) -> Rows:
        return rows

    @property
    def window(self) -> tuple[dt.date, int]:
        """Its last day, and its months."""
        return self._typed("day") or clock.today(), self._typed("months") or 12
