"""/api/v1/subscriptions/."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, VisibleViewSet
from teams import services
from teams.filters import SubscriptionFilter
from teams.models import Subscription
from teams.serializers import SubscriptionSerializer, TimingBody

TIMING = ("rhythm", "weekday", "hour")


class SubscriptionViewSet(CreateThroughService, mixins.DestroyModelMixin, VisibleViewSet):
    """Reports that the caller is sent by mail: his own alone. PATCH changes when they come; DELETE stops them."""

    scope = "subscriptions"
    queryset = Subscription.objects.order_by("-id")
    serializer_class = SubscriptionSerializer
    filterset_class = SubscriptionFilter
    create_service = staticmethod(services.subscription_add)
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    @extend_schema(request=TimingBody, responses=SubscriptionSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Nobody else changes it, so it needs no version."""
        body = TimingBody(data=request.data)
        body.is_valid(raise_exception=True)
        row = self.get_object()
        told = {name: body.validated_data.get(name, getattr(row, name)) for name in TIMING}
        return self.answer_written(services.subscription_change(row, **told))

    def perform_destroy(self, instance: Subscription) -> None:
        services.subscription_stop(instance)
