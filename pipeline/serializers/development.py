"""Shapes of development records in the API; rules live in services."""

from __future__ import annotations

from rest_framework import serializers

from accounts.serializers import FixedOnEdit
from foundation.serializers import StrictSerializer
from pipeline.choices import CloseReason, reasons_for
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep

from .opportunity import VersionBody


class DevelopmentStepSerializer(StrictSerializer):
    """`needs`: a text a line."""

    class Meta:
        model = DevelopmentStep
        fields = ["id", "version", "position", "name", "name_zh", "needs", "needs_zh"]
        read_only_fields = ["position"]


class DevelopmentSerializer(FixedOnEdit):
    """`step` is the position of the step that it stands in; the actions record and fail change where it stands."""

    fixed: tuple[str, ...] = ("account",)
    step = serializers.IntegerField(source="step.position", read_only=True)
    failed_reason = serializers.ChoiceField(choices=CloseReason.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Development
        fields = [
            "id", "version", "account", "goal", "competitor", "state", "step", "started_on", "ended_on",
            "failed_reason", "lesson", "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["state", "started_on", "ended_on", "lesson", "created_by"]


class DevelopmentEntrySerializer(StrictSerializer):
    step = serializers.IntegerField(source="step.position", read_only=True)

    class Meta:
        model = DevelopmentEntry
        fields = ["id", "step", "on", "by", "note", "documents", "met", "created_at"]
        read_only_fields = fields


class RecordBody(VersionBody):
    note = serializers.CharField(max_length=2000)
    on = serializers.DateField(required=False)
    documents = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    met = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=50)
    go_on = serializers.BooleanField(required=False, help_text="The step is done: go on to the next.")


class FailBody(VersionBody):
    reason = serializers.ChoiceField(choices=reasons_for("lost"))
    lesson = serializers.CharField(max_length=500)
