"""/api/v1/tier-pins/: managers' words against computed tiers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, VisibleViewSet

from . import services
from .models import TierPin
from .night_filters import PinFilter
from .policy_serializers import PinSerializer, UnpinSerializer


class TierPinViewSet(CreateThroughService, VisibleViewSet):
    """Pins of accounts, newest first, those that ended too. POST sets one, which ends the one before.
    It counts from the next night on; set and removed by who leads the account's team."""

    scope = "pins"
    queryset = TierPin.objects.order_by("-id")
    serializer_class = PinSerializer
    filterset_class = PinFilter
    create_service = staticmethod(services.pin_set)

    @extend_schema(request=UnpinSerializer, responses={200: PinSerializer})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """The next night computes the tier again. One that has ended stays as it is."""
        pin, body = self.get_object(), UnpinSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.pin_remove(pin, actor=request.user, **body.validated_data)  # type: ignore[arg-type]
        return self.answer_written(pin)
