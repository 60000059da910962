"""Shapes of people's own wishes in the API; rules live in services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from teams.models import Rhythm, Subscription, User
from teams.queries import handlers_for


class HandlerField(VisibleField):
    """Oneself, colleagues within reach, and superiors."""

    def get_queryset(self) -> Any:
        request = self.context.get("request")
        return handlers_for(request.user) if request and request.user.is_authenticated else User.objects.none()


class SubscriptionSerializer(StrictSerializer):
    """A report that its reader is sent by mail, narrowed by `query` as its page is by that of its address.

    `weekday`, 0 is Monday, is of what comes every week.
    """

    class Meta:
        model = Subscription
        fields = ["id", "report", "query", "rhythm", "weekday", "hour", "language", "changed_at"]
        read_only_fields = ["language", "changed_at"]


class TimingBody(StrictBody):
    """When a report comes; what is not sent stays as it is."""

    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)
    weekday = serializers.IntegerField(min_value=0, max_value=6, required=False)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
