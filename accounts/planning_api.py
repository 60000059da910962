"""/api/v1/own-cadences/, next-visits/ and route/: how often, what the cadence asks for, and a day on the road."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from foundation import clock
from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet

from . import services
from .filters import OwnCadenceFilter
from .models import OwnCadence
from .queries.next_visits import Wish, proposals
from .queries.route import route_of
from .serializers import (
    OwnCadenceSerializer,
    PlansSerializer,
    RouteDaySerializer,
    RouteOrderSerializer,
    RouteSerializer,
    VisitProposalsSerializer,
    VisitSerializer,
    WishSerializer,
)


class OwnCadenceViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """How often single accounts are visited, whatever their tier says."""

    scope = "accounts"
    queryset = OwnCadence.objects.order_by("-id")
    serializer_class = OwnCadenceSerializer
    filterset_class = OwnCadenceFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.own_cadence_add)
    update_service = staticmethod(services.own_cadence_change)


class NextVisitsViewSet(viewsets.ViewSet):
    """Which visits the cadence asks for in the coming weeks, each on a working day; and planning them at once."""

    scope = "visits"

    @extend_schema(parameters=[WishSerializer], responses=VisitProposalsSerializer, operation_id="next_visits_list")
    def list(self, request: Request) -> Response:
        """Nothing is written: the best accounts first, 20 at most, none where a visit is planned already."""
        said = _checked(WishSerializer, request.query_params)
        leads = getattr(request.user, "leads", False)
        wish = Wish(a_day=said["a_day"], weeks=said["weeks"], team=said["who"] == "team" and leads)
        found, has_more = proposals(request.user, clock.today(), wish)
        return Response(VisitProposalsSerializer({"proposals": found, "has_more": has_more}).data)

    @extend_schema(request=PlansSerializer, responses={201: VisitSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """All or none. An account where somebody plans to be already keeps that visit, which is given back."""
        body = PlansSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        plans = [(each["account"], each["on"]) for each in body.validated_data["plans"]]
        visits = services.visits_plan(actor=request.user, plans=plans)  # type: ignore[arg-type]
        return Response(VisitSerializer(visits, many=True).data, status=status.HTTP_201_CREATED)


class RouteViewSet(viewsets.ViewSet):
    """One's own planned visits of a day in their order, with addresses; POST puts them into another order."""

    scope = "visits"

    @extend_schema(parameters=[RouteDaySerializer], responses=RouteSerializer, operation_id="route_of_day")
    def list(self, request: Request) -> Response:
        day = _checked(RouteDaySerializer, request.query_params).get("on") or clock.today()
        return Response(RouteSerializer({"on": day, "visits": route_of(request.user, day)}).data)

    @extend_schema(request=RouteOrderSerializer, responses={200: RouteSerializer})
    def create(self, request: Request) -> Response:
        """The times of the day stay, the visits change places."""
        said = _checked(RouteOrderSerializer, request.data)
        visits = services.route_order(actor=request.user, day=said["on"], order=said["order"])  # type: ignore[arg-type]
        return Response(RouteSerializer({"on": said["on"], "visits": visits}).data)


def _checked(shape: Any, said: Any) -> dict[str, Any]:
    body = shape(data=said)
    body.is_valid(raise_exception=True)
    told: dict[str, Any] = body.validated_data
    return told
