"""Shapes of opportunity reviews in the API; rules live in services."""

from __future__ import annotations

from rest_framework import serializers

from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from pipeline.choices import Answer
from pipeline.models import Opportunity, OpportunityReview, QuestionSet, ReviewAction, ReviewAnswer, ReviewQuestion
from teams.models import User


class QuestionSerializer(StrictSerializer):
    class Meta:
        model = ReviewQuestion
        fields = ["id", "position", "group", "text", "text_zh", "hint", "hint_zh"]
        read_only_fields = ["position", "group"]


class QuestionSetSerializer(StrictSerializer):
    """A version of the sixteen questions. The latest is the one to answer."""

    questions = QuestionSerializer(many=True, read_only=True)

    class Meta:
        model = QuestionSet
        fields = ["id", "version", "reason", "created_at", "created_by", "questions"]
        read_only_fields = fields


class QuestionTextBody(StrictBody):
    text = serializers.CharField(max_length=200)
    text_zh = serializers.CharField(max_length=200)
    hint = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    hint_zh = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class QuestionSetBody(StrictBody):
    """All sixteen texts in their order, and why they change. `version` is the one you read."""

    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300)
    questions = QuestionTextBody(many=True)


class AnswerSerializer(StrictSerializer):
    class Meta:
        model = ReviewAnswer
        fields = ["question", "answer", "evidence"]
        read_only_fields = fields


class OpportunityReviewSerializer(StrictSerializer):
    """A review as it was answered; `group_scores` in the order need, compete, win, worth, each 0 to 8."""

    answers = AnswerSerializer(many=True, read_only=True)
    question_set = serializers.IntegerField(source="set.version", read_only=True)

    class Meta:
        model = OpportunityReview
        fields = ["id", "opportunity", "question_set", "by", "at", "note", "score", "group_scores", "answers"]
        read_only_fields = fields


class AnswerBody(StrictBody):
    question = serializers.IntegerField(min_value=1)
    answer = serializers.ChoiceField(choices=Answer.choices)
    evidence = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class PlannedBody(StrictBody):
    """What is to be done about the weak answer to a question."""

    question = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=200)
    owner = VisibleField(queryset=User.objects.all())
    due_on = serializers.DateField()


class ReviewBody(StrictBody):
    """Answers to questions of the latest set; one that is missing counts as unknown."""

    opportunity = VisibleField(queryset=Opportunity.objects.all())
    answers = AnswerBody(many=True)
    actions = PlannedBody(many=True, required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ReviewActionSerializer(StrictSerializer):
    class Meta:
        model = ReviewAction
        fields = ["id", "opportunity", "review", "question", "text", "owner", "due_on", "done_at", "done_by"]
        read_only_fields = fields
