"""Shapes of this room in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.choices import Tier
from accounts.models import Account, Contact
from accounts.serializers import FixedOnEdit
from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField
from teams.models import User
from teams.serializers import HandlerField

from .choices import ContractKind, ContractState, Met
from .models import Attachment, Contract, ContractReminder, Expectation, Need
from .models.contract import MOST_MONTHS, MOST_NOTICE_DAYS


@extend_schema_field(OpenApiTypes.INT)
class SuccessorField(serializers.Field):
    """What follows this one; null where nothing does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "source": "*", "read_only": True})

    def to_representation(self, row: Any) -> int | None:
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


class AttachmentSerializer(FixedOnEdit):
    """`file` is sent once, as multipart/form-data; what it is, is seen in its content. `content/` gives it back."""

    fixed: tuple[str, ...] = ("account", "file")
    account = VisibleField(queryset=Account.objects)
    contract = VisibleField(queryset=Contract.objects, required=False, allow_null=True)
    name = serializers.CharField(max_length=150, required=False)
    file = serializers.FileField(write_only=True, max_length=255)

    class Meta:
        model = Attachment
        fields = [
            "id", "version", "account", "contract", "name", "note", "kind", "size", "file", "uploaded_by", "removed_at",
            "removed_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["kind", "size", "uploaded_by", "removed_at", "removed_by"]

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None and "name" in fields:
            raise serializers.ValidationError({"name": ["The file has one; change it afterwards."]})
        return fields


class ExpectationSerializer(FixedOnEdit):
    """One that has `ended_on` is over; `successor` is what they expect instead, null where nothing is."""

    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects)
    contact = VisibleField(queryset=Contact.objects, required=False, allow_null=True)
    heard_by = HandlerField(queryset=User.objects, required=False)
    successor = SuccessorField()

    class Meta:
        model = Expectation
        fields = [
            "id", "version", "account", "text", "heard_on", "heard_by", "contact", "met", "ended_on", "follows",
            "successor", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["ended_on", "follows"]


class ExpectationChangeBody(StrictBody):
    """What they expect now."""

    version = serializers.IntegerField(min_value=1, required=False)
    text = serializers.CharField(max_length=1000)
    heard_on = serializers.DateField(required=False)
    heard_by = HandlerField(queryset=User.objects, required=False)
    contact = VisibleField(queryset=Contact.objects, required=False, allow_null=True)
    met = serializers.ChoiceField(choices=Met.choices, required=False)


class NeedSerializer(FixedOnEdit):
    """Each PATCH, also one that tells nothing but the version, means: found true today."""

    fixed: tuple[str, ...] = ("account", "part")
    account = VisibleField(queryset=Account.objects)

    class Meta:
        model = Need
        fields = ["id", "version", "account", "part", "text", "seen_on", "seen_by", "created_at", "updated_at"]
        read_only_fields = ["seen_on", "seen_by"]
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
