"""Shapes of what our effort brings, in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.choices import Tier
from foundation.serializers import BaseMoneyField
from scoring.models import TierDecision
from scoring.models.ledger import BASE_MONEY

_SHARE: dict[str, Any] = {"max_digits": 20, "decimal_places": 4, "allow_null": True}


class TierEffortSerializer(serializers.Serializer):
    """One tier: visit minutes, what they cost with expenses, and profit; shares are of all tiers, 0 to 1."""

    tier = serializers.CharField(source="key", help_text="platinum, gold, iron, lead, unrated")
    accounts = serializers.IntegerField()
    minutes = serializers.IntegerField()
    visit_cost = BaseMoneyField()
    profit = BaseMoneyField()
    minutes_share = serializers.DecimalField(**_SHARE)
    cost_share = serializers.DecimalField(**_SHARE)
    profit_share = serializers.DecimalField(**_SHARE)
    profit_an_hour = BaseMoneyField(allow_null=True)


class EffortSerializer(serializers.Serializer):
    """Visit hours beside profit. `goal_accounts` are the fewest that bring 80 % of all profit, `top_accounts` the top
    fifth of the rated; shares are of all visit hours. `key_minutes` and `other_minutes` are what an account of
    platinum and gold, and of iron and lead, gets on average: by them over- and under-served is measured."""

    night = serializers.DateField()
    currency = serializers.CharField()
    tiers = TierEffortSerializer(many=True)
    minutes = serializers.IntegerField()
    goal_accounts = serializers.IntegerField(allow_null=True)
    goal_minutes = serializers.IntegerField()
    goal_share = serializers.DecimalField(**_SHARE)
    top_accounts = serializers.IntegerField()
    top_minutes = serializers.IntegerField()
    top_share = serializers.DecimalField(**_SHARE)
    key_minutes = serializers.IntegerField(allow_null=True)
    other_minutes = serializers.IntegerField(allow_null=True)
    loss = serializers.IntegerField(help_text="Accounts that cost more than they bring")
    over = serializers.IntegerField(help_text="Over-served accounts")
    under = serializers.IntegerField(help_text="Under-served accounts")


class TurnSerializer(serializers.Serializer):
    """What would bring the account to zero, each by itself; null: not by this alone. Shares are 0 to 1."""

    shortfall = BaseMoneyField()
    visits = serializers.IntegerField()
    price_up = serializers.DecimalField(**_SHARE)
    cost_down = serializers.DecimalField(**_SHARE)
    visits_fewer = serializers.IntegerField(allow_null=True)


class MisfitSerializer(serializers.ModelSerializer):
    """An account on which our effort and its profit do not fit together; `turn` only where it costs more than it
    brings."""

    account_name = serializers.CharField(source="account.name")
    tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    visit_cost = BaseMoneyField()
    profit = serializers.DecimalField(**BASE_MONEY)
    turn = TurnSerializer(allow_null=True)

    class Meta:
        model = TierDecision
        fields = ["account", "account_name", "tier", "minutes", "revenue", "cost", "visit_cost", "profit", "turn"]
