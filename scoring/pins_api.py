"""/api/v1/tier-pins/: managers' words against computed tiers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from foundation.viewsets import CreateThroughService, VisibleViewSet

from . import queries, services
from .models import TierPin
from .rule_filters import PinFilter


class PinSerializer(StrictSerializer):
    """A tier that holds whatever is computed, until `expires_on` (that day included); another one at the same account
    ends it. `stands`: it counts in the next night."""

    account = VisibleField(queryset=Account.objects.all())
    stands = serializers.BooleanField(read_only=True)

    class Meta:
        model = TierPin
        fields = [
            "id", "account", "tier", "reason", "expires_on", "stands", "created_at", "created_by", "removed_at",
            "removed_because",
        ]  # fmt: skip
        read_only_fields = ["created_at", "created_by", "removed_at", "removed_because"]
        validators: list[Any] = []


class UnpinSerializer(StrictBody):
    """Why the computed tier is to count again."""

    reason = serializers.CharField(max_length=300)


class TierPinViewSet(CreateThroughService, VisibleViewSet):
    """Pins of accounts' tiers, the newest first, those that ended too (`standing=true`: without them). POST sets one;
    it counts from the next nightly run on."""

    scope = "tier-pins"
    queryset = TierPin.objects.order_by("-id")
    serializer_class = PinSerializer
    filterset_class = PinFilter
    http_method_names = ["get", "post", "head", "options"]
    create_service = staticmethod(services.pin_set)

    def get_queryset(self) -> Any:
        return queries.with_standing_pins(super().get_queryset())

    @extend_schema(request=UnpinSerializer, responses={200: PinSerializer})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Ends it: the next nightly run computes the tier again. Of one that has ended nothing changes."""
        pin, body = self.get_object(), UnpinSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        reason = body.validated_data["reason"]
        return self.answer_written(services.pin_remove(pin, actor=request.user, reason=reason))  # type: ignore[arg-type]
