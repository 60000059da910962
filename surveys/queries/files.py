"""Surveys and standings as files tell them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, TruncDate

from accounts.models import Account
from accounts.queries.visit import company_zone
from surveys.choices import LOYALTY, Asks
from surveys.models import Survey, SurveyLine


def with_marks(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Of rows of `with_standing`: what to mend first and the loyalty marks, by the latest survey."""
    latest = Survey.objects.filter(pk=OuterRef("survey_id"))
    marks = {kind.value: Subquery(latest.values(kind.value)[:1]) for kind in LOYALTY}
    return accounts.annotate(mend_first=Subquery(latest.values("worst__text")[:1]), **marks)


def with_answers(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """With `answered_day` on the company's calendar, and `answers`: a line for each that was answered."""
    day = TruncDate("answered_at", tzinfo=company_zone())
    return surveys.annotate(answers=_answers(), answered_day=day).order_by("-answered_at", "-id")


def _answers() -> Any:
    pair = Concat(_text("expectation"), Value("/"), _text("experience"), output_field=CharField())
    said = Case(When(kind=Asks.SATISFACTION, then=pair), default=_text("mark"), output_field=CharField())
    lines = SurveyLine.objects.filter(survey=OuterRef("pk"))
    answered = lines.exclude(Q(experience=None) & Q(mark=None)).order_by().values("survey")
    one = Concat(F("text"), Value(": "), said, output_field=CharField())
    return Subquery(answered.annotate(all=StringAgg(one, "\n", order_by=("position", "id"))).values("all"))


def _text(column: str) -> Any:
    return Cast(F(column), CharField())
