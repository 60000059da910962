"""A manager's Monday: five questions, each answered in one sentence with figures, its rows beneath."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Window
from django.urls import reverse

from foundation import clock
from foundation.views import PageView
from pipeline.choices import PeriodKind
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity, Quota, ReviewRule
from pipeline.queries import week
from pipeline.queries.movement import Movement, Span, movement
from pipeline.queries.periods import AGED
from pipeline.queries.saturation import Saturation, Standing, saturation
from pipeline.queries.spans import period_of
from pipeline.rules import cents
from teams.models import Company, Role, Team, User
from teams.views.doors import ForLeads

SHOWN = 5
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Rows:
    """The first of some opportunities, how many there are, and what they are worth in the base currency."""

    first: list[Opportunity]
    count: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Monday:
    """The five answers over the opportunities of `rows`, which the reader sees."""

    reader: Any
    rows: QuerySet[Opportunity]
    today: dt.date

    @cached_property
    def quota(self) -> Saturation:
        """Where are we against this quarter's quota?"""
        teams = Team.objects.visible_to(self.reader) if self.reader.role != Role.REP else Team.objects.none()
        people = User.objects.visible_to(self.reader).filter(is_active=True).select_related("team")
        quotas = Quota.objects.visible_to(self.reader)
        quarter = period_of(PeriodKind.QUARTER, self.today)
        return saturation(self.rows, quotas, quarter, teams=teams.order_by("path"), people=people, today=self.today)

    @cached_property
    def span(self) -> Span:
        """The seven days before today, and today."""
        return Span(self.today - WEEK, self.today)

    @cached_property
    def moved(self) -> Movement:
        """What moved in the last seven days?"""
        return movement(self.rows, self.span)

    @cached_property
    def stuck(self) -> Rows:
        """What stands in its stage for longer than is normal there?"""
        return _first(self.rows.filter(AGED))

    @cached_property
    def to_help(self) -> list[Standing]:
        """Whose gap to the quota is widest, and whose funnel doesn't cover it?"""
        short = [line for line in self.quota.people if line.missing and (line.saturation or 0) < 1]
        return short[:SHOWN]

    @cached_property
    def to_review(self) -> Rows:
        """Which big ones of this week's review are not reviewed yet?"""
        return _first(week(self.rows, ReviewRule.objects.get(), self.today).filter(is_done=False))


def _first(rows: QuerySet[Any]) -> Rows:
    """The largest few, with count and worth of all: one query."""
    found = rows.annotate(of=Window(Count("pk")), worth=Window(Sum("amount_base")))
    found = found.select_related("account", "stage", "owner")
    shown = list(found.order_by(F("amount_base").desc(), "id")[:SHOWN])
    return Rows(shown, shown[0].of, cents(shown[0].worth)) if shown else Rows([])


class MondayPage(ForLeads, PageView):
    template_name = "kam/monday.html"
    fragment = "kam/_monday.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Opportunity.objects.visible_to(self.reader).live()
        filterset = FunnelFilter(self.request.GET, queryset=seen, request=self.request)
        monday = Monday(self.reader, filterset.rows_or_400(), clock.today())
        span, narrowed = monday.span, self.request.GET.urlencode()
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            monday=monday,
            quarter=monday.quota.period,
            currency=Company.current().base_currency,
            movement_url=f"{reverse('movement')}?since={span.since}&until={span.until}&{narrowed}".rstrip("&"),
            stuck_url=f"{reverse('opportunity_list')}?aged=true&{narrowed}".rstrip("&"),
            today=clock.today(),
        )
