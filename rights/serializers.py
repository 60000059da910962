"""Shapes of the 4R check in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from foundation.serializers import StrictSerializer

from .choices import Right
from .models import RightsRule, Verdict


class VerdictSerializer(StrictSerializer):
    """Of each right the words of what is missing, none where it holds; `evidence` is what it was judged from."""

    class Meta:
        model = Verdict
        fields = [
            "account", *Right.values, "failing", "asked", "made", "planned", "is_overdue", "evidence", "judged_on",
        ]  # fmt: skip
        read_only_fields = fields


class FailingSerializer(serializers.Serializer):
    right = serializers.ChoiceField(choices=Right.choices)
    accounts = serializers.IntegerField()
    share = serializers.FloatField()


class CoveredSerializer(serializers.Serializer):
    """Visits: made = done + extra, asked = done + missing. Accounts: short got fewer than asked, beyond got more."""

    accounts = serializers.IntegerField()
    asked = serializers.IntegerField()
    made = serializers.IntegerField()
    done = serializers.IntegerField()
    missing = serializers.IntegerField()
    extra = serializers.IntegerField()
    planned = serializers.IntegerField()
    short = serializers.IntegerField()
    beyond = serializers.IntegerField()
    overdue = serializers.IntegerField()


class TierCoveredSerializer(serializers.Serializer):
    tier = serializers.CharField(source="subject", help_text="Empty: not rated yet.")
    covered = CoveredSerializer()


class OwnerCoveredSerializer(serializers.Serializer):
    owner = serializers.IntegerField(source="subject.pk")
    name = serializers.CharField(source="subject.name")
    covered = CoveredSerializer()


@extend_schema_serializer(many=False)
class CoverageSerializer(serializers.Serializer):
    """`short` and `beyond`: ids of the accounts furthest off, the furthest first; `failing`: accounts of which any
    right fails, `rights` how many lack each; `worst`: ids of accounts of the best tiers of which most fails."""

    since = serializers.DateField(source="coverage.since")
    total = CoveredSerializer(source="coverage.total")
    tiers = TierCoveredSerializer(many=True)
    owners = OwnerCoveredSerializer(many=True)
    short = serializers.SerializerMethodField()
    beyond = serializers.SerializerMethodField()
    failing = serializers.IntegerField(source="coverage.failing")
    rights = FailingSerializer(source="coverage.rights", many=True)
    worst = serializers.SerializerMethodField()

    def get_short(self, told: dict[str, Any]) -> list[int]:
        return [account.pk for account, _covered in told["coverage"].short]

    def get_beyond(self, told: dict[str, Any]) -> list[int]:
        return [account.pk for account, _covered in told["coverage"].beyond]

    def get_worst(self, told: dict[str, Any]) -> list[int]:
        return [verdict.account_id for verdict in told["coverage"].worst]


class RightsRuleSerializer(StrictSerializer):
    class Meta:
        model = RightsRule
        fields = [
            "id", "version", "key_tiers", "objectives", "visit_share", "decider_days", "people_key", "people_other",
            "record_score", "expectation_days", "survey_days", "owner_days", "wall_marks",
        ]  # fmt: skip
        read_only_fields = fields
