"""Shapes of the tier policy, of what it weighs and what it would change, in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.choices import Tier
from accounts.models import Account
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from scoring.choices import Factor
from scoring.models import KeyMark, TierPin, TierPolicy
from scoring.models.ledger import BASE_MONEY
from scoring.models.policy import VALUES


class FactorSerializer(serializers.Serializer):
    """What else makes the account key. `then`: set since, counted from the next night on."""

    factor = serializers.ChoiceField(choices=Factor.choices)
    mark = serializers.IntegerField(allow_null=True)
    said = serializers.CharField()
    weight = serializers.IntegerField()
    contribution = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    then = serializers.IntegerField(allow_null=True)


class KeyAccountSerializer(serializers.Serializer):
    """The score of 0 to 100 that the policy's weights make, and from where on it lifts by one step."""

    score = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    limit = serializers.IntegerField()
    reaches = serializers.BooleanField()
    factors = FactorSerializer(source="lines", many=True)


class KeyMarkSerializer(StrictSerializer):
    """A mark that somebody gave an account; `ended_at` is null while it stands."""

    account = VisibleField(queryset=Account.objects.all())

    class Meta:
        model = KeyMark
        fields = ["id", "account", "factor", "mark", "reason", "set_at", "set_by", "ended_at"]
        read_only_fields = ["set_at", "set_by", "ended_at"]
        validators: list[Any] = []


REMOVED = ["removed_at", "removed_because"]


class UnpinSerializer(StrictBody):
    """Why the computed tier is to count again."""

    reason = serializers.CharField(max_length=300)


class PinSerializer(StrictSerializer):
    """A manager's word against the computed tier, until a day that it includes; `removed_at` is null until it is
    taken away, or another pin takes its place."""

    account = VisibleField(queryset=Account.objects.all())

    class Meta:
        model = TierPin
        fields = ["id", "account", "tier", "reason", "expires_on", "created_at", "created_by", *REMOVED]
        read_only_fields = ["created_at", "created_by", *REMOVED]
        validators: list[Any] = []


class PolicySerializer(StrictSerializer):
    """A version of the tier policy. Shares are 0 to 1. What a draft does not say it takes over from the active one."""

    class Meta:
        model = TierPolicy
        fields = [
            "version", "state", "revision", *VALUES, "reason", "created_at", "created_by", "changed_at", "starts_on",
            "activated_at", "activated_by",
        ]  # fmt: skip
        read_only_fields = [
            "version", "state", "revision", "created_at", "created_by", "changed_at", "starts_on", "activated_at",
            "activated_by",
        ]  # fmt: skip
        extra_kwargs: dict[str, Any] = {name: {"required": False} for name in VALUES}


class ActivationSerializer(StrictBody):
    """Why a draft is put in force, and from the night of which day on; without a day for the next run."""

    reason = serializers.CharField(max_length=300)
    starts_on = serializers.DateField(required=False, allow_null=True)


class ShiftSerializer(serializers.Serializer):
    """Accounts that would go from one tier to another, with their profit, visits and minutes ("": unrated)."""

    before = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    after = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    accounts = serializers.IntegerField()
    profit = serializers.DecimalField(**BASE_MONEY)
    visits = serializers.IntegerField()
    minutes = serializers.IntegerField()


class WhatIfSerializer(serializers.Serializer):
    """Who would move under a version, of the accounts that the reader sees; `stale` says why to ask anew."""

    version = serializers.IntegerField()
    night = serializers.DateField()
    state = serializers.CharField()
    judged_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.ListField(child=serializers.CharField())
    came_since = serializers.BooleanField(help_text="Something came since the night, which only the next one counts.")
    out_of_sight = serializers.IntegerField(
        help_text="Accounts that the reader does not see and that the version judges, too."
    )
    moving = ShiftSerializer(many=True)


class TierOutcomeSerializer(serializers.Serializer):
    """A tier as a version would leave it."""

    tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    accounts = serializers.IntegerField()
    change = serializers.IntegerField(help_text="Accounts more or fewer than now.")
    profit = serializers.DecimalField(**BASE_MONEY)
    minutes = serializers.IntegerField()


class SideSerializer(serializers.Serializer):
    """One of two versions; `known` once it is judged on the night that stands."""

    version = serializers.IntegerField(source="policy.version")
    known = serializers.BooleanField(source="is_known")
    stale = serializers.ListField(child=serializers.CharField())
    outcomes = TierOutcomeSerializer(many=True)


class ComparisonSerializer(serializers.Serializer):
    """Two versions side by side, over the accounts that the reader sees."""

    night = serializers.DateField(source="night.business_date", allow_null=True)
    sides = SideSerializer(many=True)
    differing = serializers.ListField(child=serializers.CharField(), help_text="Names of the values that differ.")
    disagree = serializers.IntegerField(help_text="Accounts of which they would make something else.")
