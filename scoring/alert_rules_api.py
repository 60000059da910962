"""/api/v1/alert-rules/, playbooks/: when a cause alerts, and what to do about it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.choices import Tier
from foundation.serializers import StrictBody, StrictSerializer
from foundation.viewsets import EditThroughService, VisibleViewSet
from teams.models import User

from . import services
from .choices import Cause
from .models import AlertRule, Playbook
from .playbooks import MOST_STEPS, in_both
from .queries.rule_words import when_sentence
from .rule_filters import AlertRuleFilter, PlaybookFilter

EDITED = ["get", "patch", "head", "options"]


class AlertRuleSerializer(StrictSerializer):
    """When a cause alerts; `sentence` says it in the language of the request. Of falling profit and churn the threshold
    is a share, 0.30 for 30 %. A tier without days to act of its own has `due_days`; no tiers: every account.
    `min_orders` is read of overdue orders alone."""

    cause = serializers.ChoiceField(choices=Cause.choices, read_only=True)
    sentence = serializers.SerializerMethodField()
    tiers = serializers.ListField(child=serializers.ChoiceField(choices=Tier.choices), required=False)

    class Meta:
        model = AlertRule
        fields = [
            "cause", "version", "is_enabled", "threshold", "sentence", "min_orders", "tiers", "due_days",
            "due_platinum", "due_gold", "due_iron", "due_lead", "escalates", "escalate_days", "quiet_days",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = ["updated_at"]

    def get_sentence(self, rule: AlertRule) -> str:
        return str(when_sentence(rule))

    def validate_tiers(self, said: list[str]) -> list[str]:
        return [tier for tier in Tier.values if tier in said]


class PlaybookStepSerializer(StrictBody):
    """One language alone stands for both."""

    text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    text_zh = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if not any(said.values()):
            raise serializers.ValidationError({"text": ["Say it in one language at least."]})
        return said


class PlaybookSerializer(StrictSerializer):
    """What to do about a cause, in its order. `steps` are written as a whole; alerts that are acted on keep theirs."""

    cause = serializers.ChoiceField(choices=Cause.choices, read_only=True)
    steps = PlaybookStepSerializer(many=True, max_length=MOST_STEPS)  # type: ignore[call-arg]

    class Meta:
        model = Playbook
        fields = ["cause", "version", "steps", "updated_at"]
        read_only_fields = ["updated_at"]

    def validate_steps(self, said: list[dict[str, str]]) -> list[tuple[str, str]]:
        return in_both((step.get("text", ""), step.get("text_zh", "")) for step in said)


class AlertRuleViewSet(EditThroughService, VisibleViewSet):
    """The rules that raise alerts, by their cause, for those who lead. PATCH changes one: the next night judges by it.
    How right each cause has been: alerts/precision/."""

    scope = "alert-rules"
    queryset = AlertRule.objects.order_by("id")
    serializer_class = AlertRuleSerializer
    filterset_class = AlertRuleFilter
    lookup_field = "cause"
    lookup_value_regex = "[a-z_]{1,16}"
    http_method_names = EDITED
    update_service = staticmethod(services.alert_rule_update)


class PlaybookViewSet(EditThroughService, VisibleViewSet):
    """What to do about each cause, by the cause, for those who lead. PATCH puts other steps in the place of all."""

    scope = "alert-rules"
    queryset = Playbook.objects.prefetch_related("steps").order_by("id")
    serializer_class = PlaybookSerializer
    filterset_class = PlaybookFilter
    lookup_field = "cause"
    lookup_value_regex = "[a-z_]{1,16}"
    http_method_names = EDITED

    @staticmethod
    def update_service(playbook: Playbook, *, actor: User, version: int, **told: Any) -> Playbook:
        return services.playbook_update(playbook, actor=actor, version=version, **told) if told else playbook
