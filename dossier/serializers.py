"""Shapes of this room in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.choices import Tier
from accounts.models import Account
from accounts.serializers import FixedOnEdit
from care.serializers import HandlerField
from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField
from teams.models import User

from .choices import ContractKind, ContractState
from .models import Contract, ContractReminder
from .models.contract import MOST_MONTHS, MOST_NOTICE_DAYS


@extend_schema_field(OpenApiTypes.INT)
class SuccessorField(serializers.Field):
    """The contract that follows this one; null where none does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "source": "*", "read_only": True})

    def to_representation(self, row: Contract) -> int | None:
        found = getattr(row, "successor", None)
        return found.pk if found else None


class _Terms(serializers.Serializer):
    notice_days = serializers.IntegerField(min_value=0, max_value=MOST_NOTICE_DAYS, required=False)
    renewal_months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, required=False)
    value = MoneyField(required=False, min_value=0, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", required=False)
    owner = HandlerField(queryset=User.objects, required=False)


class ContractSerializer(_Terms, FixedOnEdit):
    """`state` on the reader's day; `decide_by` is the last day of notice, and `remind_on` when it is spoken of."""

    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects)
    state = serializers.ChoiceField(choices=ContractState.choices, read_only=True)
    remind_on = serializers.DateField(read_only=True, allow_null=True)
    successor = SuccessorField()

    class Meta:
        model = Contract
        fields = [
            "id", "version", "account", "kind", "title", "number", "external_id", "signed_on", "starts_on", "ends_on",
            "notice_days", "decide_by", "remind_on", "renews", "renewal_months", "value", "currency", "rate", "owner",
            "notes", "follows", "successor", "state", "settled_for", "terminated_on", "end_note", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = ["decide_by", "rate", "follows", "settled_for", "terminated_on", "end_note"]
        extra_kwargs: dict[str, Any] = {"external_id": {"validators": []}}
        validators: list[Any] = []


class ContractTerminateBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    terminated_on = serializers.DateField()
    end_note = serializers.CharField(max_length=2000)


class ContractRenewBody(_Terms, StrictBody):
    """What is not told is as before, for as long."""

    version = serializers.IntegerField(min_value=1, required=False)
    kind = serializers.ChoiceField(choices=ContractKind.choices, required=False)
    title = serializers.CharField(max_length=200, required=False)
    number = serializers.CharField(max_length=80, required=False)
    signed_on = serializers.DateField(required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    renews = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=2000, required=False)


class ContractReminderSerializer(StrictSerializer):
    tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True, read_only=True)

    class Meta:
        model = ContractReminder
        fields = ["id", "version", "tier", "days"]
        read_only_fields = fields
