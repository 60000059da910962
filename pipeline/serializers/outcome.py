"""Shapes of ageing, won and lost, and competitors in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from foundation.serializers import BaseMoneyField

from .report import RateField, SubjectSerializer


class AgeSerializer(serializers.Serializer):
    """Days are those in the present stage; null of nothing."""

    count = serializers.IntegerField()
    amount = BaseMoneyField()
    stuck_count = serializers.IntegerField()
    stuck_amount = BaseMoneyField()
    stuck_share = RateField(source="share", allow_null=True)
    median = serializers.FloatField(allow_null=True)
    oldest = serializers.IntegerField(allow_null=True)


class StageAgeSerializer(serializers.Serializer):
    """On the day after `limit` days one is stuck. `is_told`: by the stage's own rule, for want of won ones."""

    stage = serializers.CharField(source="normal.stage.key")
    limit = serializers.IntegerField(source="normal.limit")
    is_told = serializers.BooleanField(source="normal.is_told")
    won_median = serializers.FloatField(source="normal.median", allow_null=True)
    won_stays = serializers.IntegerField(source="normal.stays")
    age = AgeSerializer()


class SubjectAgeSerializer(SubjectSerializer):
    age = AgeSerializer()


@extend_schema_serializer(many=False)
class AgeingSerializer(serializers.Serializer):
    """All amounts in `currency`, the base currency. `longest`: ids of the stuck ones that stand longest."""

    currency = serializers.CharField()
    total = AgeSerializer(source="ageing.total")
    stages = StageAgeSerializer(many=True, source="ageing.stages")
    teams = SubjectAgeSerializer(many=True, source="ageing.teams")
    owners = SubjectAgeSerializer(many=True, source="ageing.owners")
    longest = serializers.SerializerMethodField()

    def get_longest(self, told: dict[str, Any]) -> list[int]:
        return [row.pk for row, _normal in told["ageing"].longest]


class PartSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    amount = BaseMoneyField()


class WonAndLostSerializer(serializers.Serializer):
    won = PartSerializer()
    lost = PartSerializer()
    win_rate = RateField(allow_null=True)


class ByReasonSerializer(WonAndLostSerializer):
    reason = serializers.CharField(source="key")


class ByCompetitorSerializer(WonAndLostSerializer):
    id = serializers.IntegerField(source="key")
    name = serializers.CharField(source="label")


@extend_schema_serializer(many=False)
class WinLossSerializer(serializers.Serializer):
    """`within`: month, quarter, year (the last 12 months) or ever. `begins_on`: when the first was decided, where the
    record is shorter than that."""

    currency = serializers.CharField()
    within = serializers.CharField()
    begins_on = serializers.DateField(allow_null=True)
    total = WonAndLostSerializer(source="found.total")
    reasons = ByReasonSerializer(many=True, source="found.reasons")
    competitors = ByCompetitorSerializer(many=True, source="found.competitors")


class AgainstSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="competitor.pk")
    name = serializers.CharField(source="competitor")
    open = serializers.IntegerField()
    won = serializers.IntegerField()
    lost = serializers.IntegerField()
    lost_to = serializers.IntegerField(help_text="Of the lost ones those that went to this competitor.")
    won_amount = BaseMoneyField()
    lost_amount = BaseMoneyField()
    win_rate = RateField(allow_null=True)


@extend_schema_serializer(many=False)
class AgainstWhomSerializer(serializers.Serializer):
    """A deal with two competitors counts with each; `decided` counts deals."""

    currency = serializers.CharField()
    decided = serializers.IntegerField()
    competitors = AgainstSerializer(many=True, source="lines")
