"""Which nights there are, and which one speaks."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db.models import QuerySet
from django.utils import timezone

from scoring.models import ScoringRun
from teams.models import Company


def company_now() -> dt.datetime:
    """This moment on the company's wall clock."""
    return timezone.localtime(timezone.now(), zoneinfo.ZoneInfo(Company.current().timezone))


def nights() -> QuerySet[ScoringRun]:
    """The nights that have decisions, newest date first. A date that has not come yet (a clock gone wrong) is none."""
    done = ScoringRun.objects.filter(finished_at__isnull=False, business_date__lte=company_now().date())
    return done.select_related("policy")


def standing_night() -> ScoringRun | None:
    """The night whose word stands: the latest that rated anybody, else the latest.

    A night without a single entry in its window knows nothing about anybody; it must not hide the last one that did.
    """
    return nights().filter(rated__gt=0).first() or nights().first()


def previous_night(date: dt.date) -> dt.date | None:
    """The night before `date` on record; its tiers are the ones an account may leave."""
    return nights().filter(business_date__lt=date).values_list("business_date", flat=True).first()


def is_latest(date: dt.date) -> bool:
    """Whether no later night is on record: only then may it open and resolve alerts."""
    return not nights().filter(business_date__gt=date).exists()


def publishes(date: dt.date) -> bool:
    """Whether no later night has rated anybody: only then may it write the accounts' tiers."""
    return not nights().filter(business_date__gt=date, rated__gt=0).exists()
