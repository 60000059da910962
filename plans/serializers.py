"""Shapes of account plans in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import Account
from accounts.serializers import FixedOnEdit
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from teams.models import Team, User
from teams.serializers import HandlerField

from .models import AccountPlan, KeyPoint, Objective, PlanAction, PlanReview, PlanShare, ResourceMix
from .models.plan import FIRST_YEAR, LAST_YEAR


class PlanShareSerializer(StrictSerializer):
    team = VisibleField(queryset=Team.objects)

    class Meta:
        model = PlanShare
        fields = ["team", "share"]


class PlanSerializer(FixedOnEdit):
    """`progress` is the mean of the objectives'; `marketing`, `management`, `support` are the planned mix and add up to
    100; `shares` are written by the action split."""

    fixed: tuple[str, ...] = ("account", "year")
    account = VisibleField(queryset=Account.objects)
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    progress = serializers.DecimalField(max_digits=5, decimal_places=4, read_only=True, allow_null=True)
    shares = PlanShareSerializer(many=True, read_only=True)
    keys_held = serializers.SerializerMethodField()

    class Meta:
        model = AccountPlan
        fields = [
            "id", "version", "account", "year", "aim", "strengths", "weaknesses", "opportunities", "threats", "notes",
            "marketing", "management", "support", "progress", "keys_held", "shares", "review_on", "created_by",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["review_on", "created_by"]
        validators: list[Any] = []

    def get_keys_held(self, plan: AccountPlan) -> list[int]:
        return [check.key_id for check in plan.checks.all() if check.at]


class OfAPlan(FixedOnEdit):
    fixed: tuple[str, ...] = ("plan",)
    plan = VisibleField(queryset=AccountPlan.objects)


class ObjectiveSerializer(OfAPlan):
    """`progress` is the part of the way from baseline to target that is behind us, between 0 and 1."""

    progress = serializers.DecimalField(max_digits=5, decimal_places=4, read_only=True, allow_null=True)

    class Meta:
        model = Objective
        fields = [
            "id", "version", "plan", "text", "unit", "baseline", "target", "reached", "progress", "due_on", "is_shared",
            "is_dropped", "created_at", "updated_at",
        ]  # fmt: skip


class PlanActionSerializer(OfAPlan):
    owner = HandlerField(queryset=User.objects, required=False)
    objective = VisibleField(queryset=Objective.objects, required=False, allow_null=True)

    class Meta:
        model = PlanAction
        fields = [
            "id", "version", "plan", "objective", "text", "owner", "due_on", "resource", "hours", "is_shared",
            "is_dropped", "done_at", "done_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["done_at", "done_by"]


class PlanReviewSerializer(StrictSerializer):
    """`figures` are what stood that day."""

    class Meta:
        model = PlanReview
        fields = ["id", "plan", "quarter", "note", "figures", "by", "at"]
        read_only_fields = fields


class KeyPointSerializer(StrictSerializer):
    class Meta:
        model = KeyPoint
        fields = ["id", "version", "position", "text", "text_zh", "hint", "hint_zh"]
        read_only_fields = fields


class ResourceMixSerializer(StrictSerializer):
    class Meta:
        model = ResourceMix
        fields = ["id", "version", "position", "marketing", "management", "support"]
        read_only_fields = fields


class PlanSplitBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    shares = PlanShareSerializer(many=True)


class PlanKeyBody(StrictBody):
    key = serializers.PrimaryKeyRelatedField(queryset=KeyPoint.objects)
    held = serializers.BooleanField(default=True)


class PlanReviewBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    note = serializers.CharField(max_length=2000)
