"""What is kept of talks about deals, targets and people, as files under headers that import_csv understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from foundation.filters import StrictFilterSet
from integrations.importing.kinds.reviews import QUESTIONS
from pipeline.choices import ReviewGroup
from pipeline.filters import AboutPeopleFilter, DevelopmentFilter, ReviewFilter
from pipeline.models import (
    Adjustment,
    AgreedAction,
    Development,
    OpportunityReview,
    PerformanceReview,
)
from pipeline.queries.development import entries_of
from pipeline.queries.reviews import with_answers
from pipeline.queries.spans import kind_between
from teams.views.doors import ForLeads

from .exports import Export


class ReviewExport(Export):
    """Reviews of opportunities with their sixteen answers, one review a row."""

    filterset_class = ReviewFilter
    name, back = "reviews", "review_week"
    columns = {
        "at": "at",
        "opportunity_name": "opportunity__name",
        "opportunity": "opportunity__external_id",
        "account": "opportunity__account__name",
        "by": "by__email",
        "questions": "set__version",
        "score": "score",
        **{group: f"group_scores__{place}" for place, group in enumerate(ReviewGroup.values)},
        "note": "note",
        "answers": "given",
        "evidence": "proofs",
    }
    """The last two are lists, spread over a column a question."""

    def rows(self) -> QuerySet[OpportunityReview]:
        return with_answers(OpportunityReview.objects.visible_to(self.request.user)).order_by("-id")

    def header(self) -> list[str]:
        spread = [f"{name}_{number}" for name in ("answer", "evidence") for number in QUESTIONS]
        return [*list(self.columns)[:-2], *spread]

    def lines(self, rows: QuerySet[OpportunityReview]) -> Iterable[Sequence[Any]]:
        for *told, given, proofs in super().lines(rows):
            yield [*told, *given, *proofs]


class DevelopmentExport(Export):
    """Development records, failures with their reasons among them."""

    filterset_class = DevelopmentFilter
    name, back = "developments", "development_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "industry": "account__industry",
        "owner": "account__owner__email",
        "goal": "goal",
        "step": "step__position",
        "step_name": "step__name",
        **{column: column for column in ("state", "competitor", "started_on", "ended_on", "failed_reason", "lesson")},
    }

    def rows(self) -> QuerySet[Development]:
        return Development.objects.visible_to(self.request.user).order_by("-id")


class EntryExport(DevelopmentExport):
    """What was done in the steps of the same records."""

    name = "development-entries"
    columns = {
        "account": "development__account__name",
        "account_external_id": "development__account__external_id",
        "goal": "development__goal",
        "step": "step__position",
        "on": "on",
        "by": "by__email",
        "note": "note",
        "documents": "documents",
    }

    def told(self, filterset: Any) -> QuerySet[Any]:
        return entries_of(super().told(filterset))


class AdjustmentExport(ForLeads, Export):
    """What was added to forecasts and stands."""

    filterset_class = AboutPeopleFilter
    name, back = "adjustments", "forecast"
    columns = {
        "person": "person__email",
        "team": "team__name",
        **{column: column for column in ("starts_on", "ends_on", "measure", "amount", "reason")},
        "by": "created_by__email",
        "at": "created_at",
    }

    def rows(self) -> QuerySet[Adjustment]:
        return Adjustment.objects.visible_to(self.request.user).filter(withdrawn_at=None).order_by("-id")

    def header(self) -> list[str]:
        return ["period", *self.columns]

    def lines(self, rows: QuerySet[Adjustment]) -> Iterable[Sequence[Any]]:
        places = [list(self.columns).index(name) for name in ("starts_on", "ends_on")]
        for line in super().lines(rows):
            yield [kind_between(*(line[place] for place in places)), *line]


class PerformanceExport(Export):
    """Which performance reviews there are. Their notes stay between the two who talk, and out of files."""

    filterset_class = StrictFilterSet
    name, back = "performance-reviews", "performance_list"
    columns = {"person": "person__email", **{column: column for column in ("starts_on", "ends_on", "closed_at")}}

    def rows(self) -> QuerySet[PerformanceReview]:
        return PerformanceReview.objects.visible_to(self.request.user).order_by("-ends_on", "-id")


class AgreedActionExport(Export):
    """What was agreed in performance reviews."""

    filterset_class = StrictFilterSet
    name, back = "agreed-actions", "performance_list"
    columns = {
        "person": "review__person__email",
        "starts_on": "review__starts_on",
        "ends_on": "review__ends_on",
        "action": "text",
        "due_on": "due_on",
        "owner": "owner__email",
        "done_at": "done_at",
    }

    def rows(self) -> QuerySet[AgreedAction]:
        return AgreedAction.objects.visible_to(self.request.user).order_by("-review__ends_on", "due_on", "id")
