"""Shapes of this room in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.choices import Tier
from accounts.models import Account, Contact
from accounts.serializers import FixedOnEdit
from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField
from teams.models import User
from teams.serializers import HandlerField

from .choices import Satisfaction
from .models import Authority, Complaint


class ComplaintSerializer(FixedOnEdit):
    """`level` and `received_at` are given when it is taken; afterwards the actions escalate, close and rate change it.

    `due_at` is when it goes one level up by itself.
    """

    fixed: tuple[str, ...] = ("account", "level", "received_at")
    account = VisibleField(queryset=Account.objects)
    contact = VisibleField(queryset=Contact.objects, required=False, allow_null=True)
    handler = HandlerField(queryset=User.objects, required=False)
    minutes = serializers.IntegerField(min_value=0, max_value=60_000, required=False)
    compensation = MoneyField(required=False, min_value=0)

    class Meta:
        model = Complaint
        fields = [
            "id", "version", "account", "contact", "level", "text", "handler", "reported_by", "received_at", "due_at",
            "minutes", "compensation", "currency", "result", "satisfaction", "closed_at", "closed_by", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = ["reported_by", "due_at", "result", "satisfaction", "closed_at", "closed_by"]
        extra_kwargs: dict[str, Any] = {"currency": {"required": False}}

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None and (early := fields.keys() & {"minutes", "compensation", "currency"}):
            raise serializers.ValidationError({name: ["What it cost is known later."] for name in early})
        return fields


class EscalateBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    reason = serializers.CharField(max_length=300)


class ComplaintCloseBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    result = serializers.CharField(max_length=2000)
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices, required=False)
    minutes = serializers.IntegerField(min_value=0, max_value=60_000, required=False)
    compensation = MoneyField(required=False, min_value=0)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", required=False)


class RateBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices)


class AuthoritySerializer(StrictSerializer):
    tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Authority
        fields = ["id", "version", "matter", "tier", "decides", "hours"]
        read_only_fields = fields


class IcebergSerializer(serializers.Serializer):
    """What the complaints of a list stand for."""

    complaints = serializers.IntegerField()
    unhappy = serializers.IntegerField()
    silent = serializers.IntegerField()
    lost = serializers.IntegerField()
    kept = serializers.IntegerField()
