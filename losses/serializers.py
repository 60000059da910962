"""Shapes of lost accounts in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import Account, Contact
from accounts.serializers import FixedOnEdit
from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField
from pipeline.models import Competitor
from teams.models import User
from teams.serializers import HandlerField

from .models import Loss, LossReason, WinBack, WinBackStep


class LossSerializer(FixedOnEdit):
    """`reason` is the main one, `also` are further ones; `state` and `ended_on` follow from withdrawing it, or from the
    result of a win-back plan."""

    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects)
    reason = VisibleField(queryset=LossReason.objects)
    also = VisibleField(queryset=LossReason.objects, many=True, required=False)
    competitor = VisibleField(queryset=Competitor.objects, required=False, allow_null=True)
    decided_by = VisibleField(queryset=Contact.objects, required=False, allow_null=True)

    class Meta:
        model = Loss
        fields = [
            "id", "version", "account", "lost_on", "reason", "also", "competitor", "decided_by", "learned",
            "recorded_by", "state", "ended_on", "end_note", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["recorded_by", "state", "ended_on", "end_note"]
        validators: list[Any] = []


class WinBackSerializer(FixedOnEdit):
    """`expected` is revenue a year; `state`, `ended_on` and `result` are written by the action end."""

    fixed: tuple[str, ...] = ("loss",)
    loss = VisibleField(queryset=Loss.objects)
    expected = MoneyField(required=False, min_value=0)

    class Meta:
        model = WinBack
        fields = [
            "id", "version", "loss", "approach", "aim", "expected", "currency", "state", "ended_on", "result",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["state", "ended_on", "result"]
        extra_kwargs: dict[str, Any] = {"currency": {"required": False}, "approach": {"required": False}}
        validators: list[Any] = []


class WinBackStepSerializer(FixedOnEdit):
    fixed: tuple[str, ...] = ("win_back",)
    win_back = VisibleField(queryset=WinBack.objects)
    owner = HandlerField(queryset=User.objects, required=False)

    class Meta:
        model = WinBackStep
        fields = [
            "id", "version", "win_back", "text", "owner", "due_on", "is_dropped", "done_at", "done_by", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = ["done_at", "done_by"]

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None and "is_dropped" in fields:
            raise serializers.ValidationError({"is_dropped": ["A new step is part of the plan."]})
        return fields


class LossReasonSerializer(StrictSerializer):
    class Meta:
        model = LossReason
        fields = ["id", "version", "position", "text", "text_zh", "reference", "approach", "is_offered"]
        read_only_fields = fields


class WithdrawBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    note = serializers.CharField(max_length=2000)


class WinBackEndBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    won = serializers.BooleanField()
    ended_on = serializers.DateField(required=False)
    result = serializers.CharField(max_length=2000)


class ReasonShareSerializer(serializers.Serializer):
    """Of the losses of a list: of how many this was the main reason, beside the reference share."""

    reason = serializers.IntegerField(source="reason.pk")
    n = serializers.IntegerField()
    also = serializers.IntegerField()
    total = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    reference = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, source="reason.reference")
