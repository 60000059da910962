"""Satisfaction and loyalty as files."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, TruncDate

from accounts.models import Account
from accounts.queries.visit import company_zone
from surveys.choices import Asks
from surveys.filters import StandingFilter, SurveyFilter
from surveys.models import Survey, SurveyLine
from surveys.queries.standing import with_standing

from .exports import Export


class SatisfactionExport(Export):
    """How each account of the list stands by its latest survey."""

    filterset_class = StandingFilter
    name, back = "satisfaction", "satisfaction_list"
    columns = {
        "account": "name",
        "account_external_id": "external_id",
        "tier": "tier",
        "owner": "owner__email",
        "answered_at": "answered_at",
        "gap": "gap",
        "gap_before": "gap_before",
        "mend_first": "mend_first",
        **{column: column for column in ("cognitive", "affective", "behavioural")},
    }

    def rows(self) -> QuerySet[Account]:
        latest = Survey.objects.filter(pk=OuterRef("survey_id"))
        rows = with_standing(Account.objects.visible_to(self.request.user).filter(archived_at=None))
        told = {name: Subquery(latest.values(name)[:1]) for name in ("cognitive", "affective", "behavioural")}
        return rows.annotate(mend_first=Subquery(latest.values("worst__text")[:1]), **told)


class SurveyExport(Export):
    """Answered surveys, one a row; `answers` has a line for each that was answered: expectation/experience, or a mark."""

    filterset_class = SurveyFilter
    name, back = "surveys", "satisfaction_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "contact": "contact__name",
        "answered_on": "answered_day",
        "occasion": "occasion",
        "way": "way",
        "asked_by": "asked_by__email",
        **{column: column for column in ("expectation", "experience", "gap")},
        "mend_first": "worst__text",
        **{column: column for column in ("cognitive", "affective", "behavioural")},
        "answers": "answers",
        "comment": "comment",
    }

    def rows(self) -> QuerySet[Survey]:
        rows = Survey.objects.visible_to(self.request.user).answered().filter(account__archived_at=None)
        return rows.annotate(answers=_answers(), answered_day=TruncDate("answered_at", tzinfo=company_zone())).order_by("-answered_at", "-id")


def _answers() -> Any:
    pair = Concat(_text("expectation"), Value("/"), _text("experience"), output_field=CharField())
    said = Case(When(kind=Asks.SATISFACTION, then=pair), default=_text("mark"), output_field=CharField())
    lines = SurveyLine.objects.filter(survey=OuterRef("pk"))
    answered = lines.exclude(Q(experience=None) & Q(mark=None)).order_by().values("survey")
    one = Concat(F("text"), Value(": "), said, output_field=CharField())
    return Subquery(answered.annotate(all=StringAgg(one, "\n", order_by=("position", "id"))).values("all"))


def _text(column: str) -> Any:
    return Cast(F(column), CharField())
