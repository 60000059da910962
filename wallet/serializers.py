"""Shapes of shares of wallet in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Account, Contact
from foundation.serializers import BaseMoneyField, MoneyField, StrictBody, StrictSerializer, VisibleField
from pipeline.models import Competitor
from teams.serializers import HandlerField

from .choices import Source
from .models import Estimate, Part, WalletRule
from .rules import share_of
from .services import PartSpec

_SHARE: dict[str, Any] = {"max_digits": 5, "decimal_places": 4}
_READ_SHARE: dict[str, Any] = {"max_digits": 40, "decimal_places": 4, "read_only": True, "allow_null": True}


class WalletPartSerializer(StrictSerializer):
    """A competitor there; `share` of one, null where nobody knows it."""

    class Meta:
        model = Part
        fields = ["competitor", "share", "strengths", "weaknesses"]
        read_only_fields = fields


class EstimateSerializer(StrictSerializer):
    """What an account spent in twelve months. `ours` is what the ledger says of them in the base currency, `share` that
    of `amount_base`."""

    parts = WalletPartSerializer(many=True, read_only=True)
    amount_base = BaseMoneyField()
    ours = BaseMoneyField()
    share = serializers.SerializerMethodField()

    class Meta:
        model = Estimate
        fields = [
            "id", "version", "account", "since", "until", "amount", "currency", "amount_base", "source", "contact",
            "heard_on", "heard_by", "note", "ours", "share", "parts", "withdrawn_on", "end_note", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_share(self, row: Any) -> str | None:
        share = share_of(row.ours, row.amount_base)
        return None if share is None else f"{share:.4f}"


class WalletPartBody(StrictBody):
    competitor = VisibleField(queryset=Competitor.objects)
    share = serializers.DecimalField(**_SHARE, min_value=0, max_value=1, required=False, allow_null=True)
    strengths = serializers.CharField(max_length=300, required=False, allow_blank=True)
    weaknesses = serializers.CharField(max_length=300, required=False, allow_blank=True)


@extend_schema_field(OpenApiTypes.INT)
class HearerField(HandlerField):
    """A colleague, by number."""


class EstimateBody(StrictBody):
    account = VisibleField(queryset=Account.objects)
    amount = MoneyField()
    currency = serializers.CharField(max_length=3, required=False)
    until = serializers.DateField(required=False)
    source: Any = serializers.ChoiceField(choices=Source.choices, required=False)
    contact = VisibleField(queryset=Contact.objects, required=False, allow_null=True)
    heard_on = serializers.DateField(required=False)
    heard_by = HearerField(required=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    parts = serializers.ListField(child=WalletPartBody(), max_length=20, required=False)

    def validate_parts(self, said: list[dict[str, Any]]) -> list[PartSpec]:
        return [PartSpec(**each) for each in said]


class WithdrawEstimateBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    note = serializers.CharField(max_length=300)


class ShareOfWalletSerializer(serializers.Serializer):
    """How an account stands by its latest estimate, in the base currency; nulls where it was never estimated."""

    account = serializers.IntegerField(source="pk")
    estimate = serializers.IntegerField(source="wallet_id", allow_null=True)
    until = serializers.DateField(allow_null=True)
    heard_on = serializers.DateField(allow_null=True)
    wallet = BaseMoneyField(allow_null=True)
    ours = BaseMoneyField(allow_null=True)
    left = BaseMoneyField(allow_null=True)
    share = serializers.DecimalField(**_READ_SHARE)


class WalletRuleSerializer(StrictSerializer):
    class Meta:
        model = WalletRule
        fields = ["id", "version", "small_below", "leading_from", "stale_days"]
        read_only_fields = fields
