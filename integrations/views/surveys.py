"""Satisfaction and loyalty as files."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account
from surveys.filters import StandingFilter, SurveyFilter
from surveys.models import Survey
from surveys.queries.files import with_answers, with_marks
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
        return with_marks(with_standing(Account.objects.visible_to(self.request.user).filter(archived_at=None)))


class SurveyExport(Export):
    """Answered surveys, one a row; `answers` has a line for each question: expectation/experience, or a mark."""

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
        return with_answers(rows)
