"""Which nights there are, and which one speaks."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from scoring import rules
from scoring.models import ScoringRun, TierDecision
from teams.models import Company


def company_now() -> dt.datetime:
    """This moment on the company's wall clock."""
    return timezone.localtime(timezone.now(), zoneinfo.ZoneInfo(Company.current().timezone))


def last_closed_day() -> dt.date:
    """The business date whose night has come, on the company's wall clock."""
    return rules.last_closed_day(company_now(), Company.current().night_hour)


def judged_day() -> dt.date:
    """The day as of which alerts are judged between the nights: yesterday, also before its night has come (else what
    happens after midnight lay two days ahead), or today where somebody has run today's night already, whose alerts
    must not be taken back."""
    return coming_day() - dt.timedelta(days=1)


def coming_day() -> dt.date:
    """The latest business date that the next run may be of: today, unless somebody has run today's night already."""
    today = company_now().date()
    last = nights().order_by("-business_date").values_list("business_date", flat=True).first()
    return max(today, last + dt.timedelta(days=1)) if last else today


def nights() -> QuerySet[ScoringRun]:
    """The nights that have decisions, newest date first. A date that has not come yet (a clock gone wrong) is none.

    `is_last` tells that no night on record follows, so that what it decided is what stands.
    """
    done = ScoringRun.objects.filter(finished_at__isnull=False, business_date__lte=company_now().date())
    later = ScoringRun.objects.filter(finished_at__isnull=False, business_date__gt=OuterRef("business_date"))
    return done.select_related("policy").annotate(is_last=~Exists(later))


def standing_night() -> ScoringRun | None:
    """The night whose word stands: the latest that rated anybody, else the latest.

    A night without a single entry in its window knows nothing about anybody; it must not hide the last one that did.
    """
    return by_word().first()


def by_word() -> QuerySet[ScoringRun]:
    """The nights, the standing one first."""
    return nights().order_by(Case(When(rated__gt=0, then=0), default=1), "-business_date")


def of_night(decisions: QuerySet[Any], night: ScoringRun) -> QuerySet[Any]:
    """Those of `decisions` that stood in `night`."""
    is_last = getattr(night, "is_last", None)
    if is_last is None:
        is_last = next_night(night.business_date) is None
    return decisions.filter(valid_until__isnull=True) if is_last else decisions.filter(covering(night.business_date))


def covering(date: dt.date, path: str = "") -> Q:
    """The condition under which a decision stood in the night of `date`; `path` leads to it."""
    lasts = Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gt": date})
    return Q(**{f"{path}valid_from__lte": date}) & lasts


def merged_since(night: ScoringRun) -> QuerySet[TierDecision]:
    """What `night` decided about accounts that were merged away after it: they are accounts no more, and pages that
    count from decisions leave them out."""
    return of_night(TierDecision.objects.filter(account__merged_into__isnull=False), night)


def with_living(runs: QuerySet[ScoringRun]) -> QuerySet[ScoringRun]:
    """Each with `living` and `living_rated`: its accounts, and the rated ones, without those merged away since."""
    lasts = Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("business_date"))
    stood = TierDecision.objects.filter(
        lasts, account__merged_into__isnull=False, valid_from__lte=OuterRef("business_date")
    )
    return runs.annotate(
        living=F("accounts") - _count(stood), living_rated=F("rated") - _count(stood.filter(entries__gt=0))
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def night_of(decision: TierDecision) -> ScoringRun | None:
    """The last night in which this decision stood."""
    since = nights().filter(business_date__gte=decision.valid_from)
    return (since.filter(business_date__lt=decision.valid_until) if decision.valid_until else since).first()


def next_night(date: dt.date) -> dt.date | None:
    """The night after `date` on record, also one of a day that has not come: what it decided stays as it is."""
    later = ScoringRun.objects.filter(finished_at__isnull=False, business_date__gt=date)
    return later.order_by("business_date").values_list("business_date", flat=True).first()


def is_latest(date: dt.date) -> bool:
    """Whether no later night is on record: only then may it open and resolve alerts."""
    return not nights().filter(business_date__gt=date).exists()


def publishes(date: dt.date) -> bool:
    """Whether no later night has rated anybody: only then may it write the accounts' tiers."""
    return not nights().filter(business_date__gt=date, rated__gt=0).exists()
