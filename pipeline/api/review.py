"""/api/v1/question-sets/, opportunity-reviews/, review-actions/."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import VisibleViewSet, nothing_told
from pipeline import queries, services
from pipeline.filters import ReviewActionFilter, ReviewFilter
from pipeline.models import OpportunityReview, QuestionSet, ReviewAction
from pipeline.serializers import (
    OpportunityReviewSerializer,
    QuestionSetBody,
    QuestionSetSerializer,
    ReviewActionSerializer,
    ReviewBody,
)


def _actor(request: Request) -> Any:
    """Whoever is signed in: the base classes let nobody else in."""
    return request.user


class QuestionSetViewSet(VisibleViewSet):
    """The versions of the sixteen questions, the latest first. Managers may write a new one."""

    scope = "reviews"
    queryset = QuestionSet.objects.prefetch_related("questions").order_by("-id")
    serializer_class = QuestionSetSerializer
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=QuestionSetBody, responses={201: QuestionSetSerializer})
    def create(self, request: Request) -> Response:
        """A new version. 412 where somebody wrote one since the version you read."""
        body = QuestionSetBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told = body.validated_data
        made = services.questions_change(
            queries.question_set(told["version"]), actor=_actor(request), texts=told["questions"], reason=told["reason"]
        )
        return self.answer_written(made, status.HTTP_201_CREATED)


class OpportunityReviewViewSet(VisibleViewSet):
    """Reviews of opportunities: kept, scored, never edited."""

    scope = "reviews"
    queryset = OpportunityReview.objects.select_related("set").prefetch_related("answers").order_by("-id")
    serializer_class = OpportunityReviewSerializer
    filterset_class = ReviewFilter
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=ReviewBody, responses={201: OpportunityReviewSerializer})
    def create(self, request: Request) -> Response:
        """Reviews an open opportunity with the latest questions."""
        body = ReviewBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told: dict[str, Any] = body.validated_data
        review = services.opportunity_review(
            told["opportunity"],
            actor=_actor(request),
            questions=queries.present_questions(),
            answers={row["question"]: services.Given(row["answer"], row["evidence"]) for row in told["answers"]},
            actions=[services.Planned(**row) for row in told.get("actions", [])],
            note=told.get("note", ""),
        )
        return self.answer_written(review, status.HTTP_201_CREATED)


class ReviewActionViewSet(VisibleViewSet):
    """What is to be done about weak answers."""

    scope = "reviews"
    queryset = ReviewAction.objects.order_by("-id")
    serializer_class = ReviewActionSerializer
    filterset_class = ReviewActionFilter
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=None, responses=ReviewActionSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Ticks it off; again is no error."""
        return self._tick(request, done=True)

    @extend_schema(request=None, responses=ReviewActionSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """It was not done after all."""
        return self._tick(request, done=False)

    def _tick(self, request: Request, *, done: bool) -> Response:
        row = self.get_object()
        nothing_told(request)
        return self.answer_written(services.review_action_done(row, actor=_actor(request), done=done))
