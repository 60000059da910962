"""How accounts stand by their latest survey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Avg, Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Account
from surveys.choices import Standing
from surveys.models import Survey, SurveyRule
from surveys.rules import HIGHEST

_LAST = Decimal(HIGHEST + 1)
"""Beyond every gap: who was never asked stands last."""


def with_standing(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With `survey_id`, `gap` and `answered_at` of the latest survey, `gap_before` of the one before it; who lies
    furthest below expectation first, who was never asked last."""
    latest = Survey.objects.answered().filter(account=OuterRef("pk")).order_by("-answered_at", "-id")
    rows = accounts.annotate(
        survey_id=Subquery(latest.values("pk")[:1]),
        gap=Subquery(latest.values("gap")[:1]),
        answered_at=Subquery(latest.values("answered_at")[:1]),
        gap_before=Subquery(latest.values("gap")[1:2]),
    )
    return rows.annotate(
        gap_order=Coalesce(F("gap"), Value(_LAST), output_field=DecimalField()),
        answered_order=Coalesce(F("answered_at"), Value(dt.datetime.min.replace(tzinfo=dt.UTC))),
    ).order_by("gap_order", "id")


def bring_surveys(accounts: Iterable[Any]) -> list[Any]:
    """Of a page of `with_standing`: each with its latest survey as `survey` (with contact and worst), or None."""
    rows = list(accounts)
    ids = [row.survey_id for row in rows if row.survey_id]
    found = Survey.objects.select_related("contact", "worst").in_bulk(ids)
    for row in rows:
        row.survey = found.get(row.survey_id)
    return rows


def old_since(rule: SurveyRule | None = None) -> dt.datetime:
    """What was answered before that moment is old."""
    return timezone.now() - dt.timedelta(days=(rule or SurveyRule.current()).stale_days)


def standing_q(standing: str) -> Q:
    """The condition, on rows of `with_standing`."""
    match Standing(standing):
        case Standing.BELOW:
            return Q(gap__lt=0)
        case Standing.MET:
            return Q(gap__gte=0)
        case Standing.STALE:
            return Q(answered_at__lt=old_since())
    return Q(survey_id=None)


class Summary(NamedTuple):
    accounts: int
    asked: int
    fresh: int
    below: int
    gap: Decimal | None


def summary_of(accounts: QuerySet[Account], rule: SurveyRule) -> Summary:
    """Of rows of `with_standing`, in one query: how many were ever asked, how many lately, how many lie below
    expectation, and the mean gap."""
    found = accounts.order_by().aggregate(
        n=Count("pk"),
        asked=Count("survey_id"),
        fresh=Count("pk", filter=Q(answered_at__gte=old_since(rule))),
        below=Count("pk", filter=Q(gap__lt=0)),
        mean=Avg("gap"),
    )
    return Summary(found["n"], found["asked"], found["fresh"], found["below"], found["mean"])
