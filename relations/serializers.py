"""Shapes of this room in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import Account, Contact
from accounts.queries.colleague import who_sees
from accounts.serializers import FixedOnEdit
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from teams.models import User
from teams.queries import helpers_of

from .choices import SocialStyle
from .models import (
    Acquaintance,
    Assessment,
    HelpRequest,
    MarkAdvice,
    Profile,
    Referral,
    Wall,
    WallReading,
)
from .rules import MOST

MARKS = ["push", "share", "contact", "rapport"]
_RANGE = {name: {"min_value": 0, "max_value": MOST} for name in MARKS}


class WallSerializer(FixedOnEdit):
    """`strength` is the sum of the four marks ÷ 8; `note` says why, and is kept with the marking."""

    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects)
    strength = serializers.DecimalField(max_digits=4, decimal_places=3, read_only=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, write_only=True)

    class Meta:
        model = Wall
        fields = [
            "id", "version", "account", *MARKS, "total", "strength", "note", "marked_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["total", "marked_by"]
        extra_kwargs: dict[str, Any] = _RANGE


class WallReadingSerializer(StrictSerializer):
    strength = serializers.DecimalField(max_digits=4, decimal_places=3, read_only=True)

    class Meta:
        model = WallReading
        fields = ["id", *MARKS, "total", "strength", "note", "by", "at"]
        read_only_fields = fields


class MarkAdviceSerializer(StrictSerializer):
    class Meta:
        model = MarkAdvice
        fields = ["id", "version", "mark", "position", "advice", "advice_zh"]
        read_only_fields = fields


class HelperField(VisibleField):
    """Colleagues within the asker's reach, and superiors."""

    def get_queryset(self) -> Any:
        request = self.context.get("request")
        return helpers_of(request.user) if request and request.user.is_authenticated else User.objects.none()


class HelpRequestSerializer(FixedOnEdit):
    account = VisibleField(queryset=Account.objects)
    helper = HelperField(queryset=User.objects)

    class Meta:
        model = HelpRequest
        fields = [
            "id", "version", "account", "mark", "text", "helper", "due_on", "asked_by", "answer", "answered_at",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["asked_by", "answer", "answered_at"]


class HelpAnswerBody(StrictBody):
    version = serializers.IntegerField(min_value=1, required=False)
    answer = serializers.CharField(max_length=500)


class ProfileSerializer(FixedOnEdit):
    """`influence` from 1 (low) to 3 (high)."""

    fixed: tuple[str, ...] = ("contact",)
    contact = VisibleField(queryset=Contact.objects)

    class Meta:
        model = Profile
        fields = ["id", "version", "contact", "influence", "stance", "cares_about", "hobbies", "updated_at"]


class AssessmentSerializer(FixedOnEdit):
    """`social_style` follows from the two axes; the last four are the information window."""

    fixed: tuple[str, ...] = ("contact",)
    contact = VisibleField(queryset=Contact.objects)
    social_style = serializers.ChoiceField(source="style", choices=SocialStyle.choices, read_only=True, allow_null=True)

    class Meta:
        model = Assessment
        fields = [
            "id", "version", "contact", "self_control", "others_control", "social_style", "buyer_type", "shared",
            "blind", "protected", "unknown", "updated_at",
        ]  # fmt: skip


class AcquaintanceSerializer(FixedOnEdit):
    """`closeness` from 1 (has met them) to 3 (is trusted by them). `person`: anybody of ours who sees the account."""

    fixed: tuple[str, ...] = ("contact", "person")
    contact = VisibleField(queryset=Contact.objects)
    person = serializers.PrimaryKeyRelatedField(queryset=User.objects.filter(is_active=True))

    class Meta:
        model = Acquaintance
        fields = ["id", "version", "contact", "person", "closeness", "note", "updated_at"]
        extra_kwargs: dict[str, Any] = {"closeness": {"required": True}}
        validators: list[Any] = []

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        """Who does not see the account reads like nobody at all."""
        if self.instance is None and not who_sees(told["contact"].account).filter(pk=told["person"].pk).exists():
            field: Any = self.fields["person"]
            said = field.error_messages["does_not_exist"].format(pk_value=told["person"].pk)
            raise serializers.ValidationError({"person": [said]}, code="does_not_exist")
        return told


class ReferralSerializer(FixedOnEdit):
    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects)
    introducer = VisibleField(queryset=Contact.objects)

    class Meta:
        model = Referral
        fields = ["id", "version", "account", "introducer", "on", "note", "created_at", "updated_at"]
