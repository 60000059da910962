"""/api/v1/churn-rules/, market-rules/, retention-rules/: one row each, read by everybody, changed by those who lead."""

from __future__ import annotations

from foundation.filters import Ordering, StrictFilterSet
from foundation.serializers import StrictSerializer
from foundation.viewsets import EditThroughService, VisibleViewSet

from . import services
from .models import ChurnRule, MarketRule, RetentionRule

_SHARES = [
    "opportunity_from", "opportunity_to", "healthy_from", "reasonable_from", "key_share", "leeway", "key_growth",
]  # fmt: skip


class ChurnRuleSerializer(StrictSerializer):
    """What the churn model is asked for; risks from 0 to 1."""

    class Meta:
        model = ChurnRule
        fields = [
            "id", "version", "horizon_days", "min_accounts", "sample_size", "stale_days", "watch_from", "high_from",
        ]  # fmt: skip
        read_only_fields = ["version"]


class MarketRuleSerializer(StrictSerializer):
    """By what market share and key accounts are judged; shares from 0 to 1."""

    class Meta:
        model = MarketRule
        fields = ["id", "version", *_SHARES]
        read_only_fields = ["version"]


class RetentionRuleSerializer(StrictSerializer):
    """What the value of keeping is reckoned with; the rate from 0 to 1."""

    class Meta:
        model = RetentionRule
        fields = ["id", "version", "discount_rate", "min_accounts"]
        read_only_fields = ["version"]


class RuleFilter(StrictFilterSet):
    """One row needs no filter."""

    ordering = Ordering(fields=[("id", "id")])


class _RuleViewSet(EditThroughService, VisibleViewSet):
    filterset_class = RuleFilter
    http_method_names = ["get", "patch", "head", "options"]


class ChurnRuleViewSet(_RuleViewSet):
    """What the churn model is asked for, and from which risk on an account is watched and high."""

    scope = "churn"
    queryset = ChurnRule.objects.order_by("id")
    serializer_class = ChurnRuleSerializer
    update_service = staticmethod(services.churn_rule_update)


class MarketRuleViewSet(_RuleViewSet):
    """By what our market share and the key accounts' part of revenue are judged."""

    scope = "market"
    queryset = MarketRule.objects.order_by("id")
    serializer_class = MarketRuleSerializer
    update_service = staticmethod(services.market_rule_update)


class RetentionRuleViewSet(_RuleViewSet):
    """What the value of keeping is reckoned with where nobody types another value."""

    scope = "churn"
    queryset = RetentionRule.objects.order_by("id")
    serializer_class = RetentionRuleSerializer
    update_service = staticmethod(services.retention_rule_update)
