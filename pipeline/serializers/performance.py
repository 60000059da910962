"""Shapes of performance reviews in the API, for those who may see them; rules live in services."""

from __future__ import annotations

from accounts.serializers import FixedOnEdit
from foundation.serializers import StrictSerializer
from pipeline.models import AgreedAction, PerformanceReview


class PerformanceReviewSerializer(FixedOnEdit):
    """`figures` are empty until it is closed; then they stay as they were that day."""

    fixed: tuple[str, ...] = ("person", "starts_on", "ends_on")

    class Meta:
        model = PerformanceReview
        fields = [
            "id", "version", "person", "starts_on", "ends_on", "results", "funnel", "activity", "gaps", "figures",
            "closed_at", "closed_by", "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["figures", "closed_at", "closed_by", "created_by"]
        validators: list[object] = []


class AgreedActionSerializer(StrictSerializer):
    class Meta:
        model = AgreedAction
        fields = ["id", "review", "text", "owner", "due_on", "done_at", "done_by"]
        read_only_fields = ["done_at", "done_by"]
