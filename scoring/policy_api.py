"""/api/v1/tier-policies/: versions of the tier policy, what each would change, and which of them counts."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, VisibleViewSet, expected_version, nothing_told
from teams.models import User
from teams.visibility import sees_everything

from . import queries, services
from .filters import PolicyFilter
from .models import TierDecision, TierPolicy, WhatIf, WhatIfMove
from .models.policy import VALUES
from .policy_serializers import ActivationSerializer, ComparisonSerializer, PolicySerializer, WhatIfSerializer


class TierPolicyViewSet(CreateThroughService, VisibleViewSet):
    """Versions of the tier policy, by their number. POST drafts one, PATCH changes a draft, activate/ puts it in force
    (If-Match: its revision); who would move is judged in the background."""

    scope = "tier-policies"
    queryset = TierPolicy.objects.all()
    serializer_class = PolicySerializer
    filterset_class = PolicyFilter
    lookup_field = "version"
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.policy_draft)

    def answer(self, row: TierPolicy, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(row).data, status=code, headers={"ETag": f'"{row.revision}"'})

    def partial_update(self, request: Request, version: str) -> Response:
        """Another try at a draft that nobody has changed since it was read."""
        row = self.get_object()
        body = self.get_serializer(row, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        revision = expected_version(request)
        return self.answer(services.policy_edit(row, actor=self._maker, revision=revision, **body.validated_data))

    @extend_schema(request=ActivationSerializer, responses={200: PolicySerializer})
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, version: str) -> Response:
        """Puts a draft in force that nobody has changed since it was read: for the next run, or from some night on.

        400 at `starts_on` while another version waits: for a day of its own always, at once where the other takes over
        in the next run. Take that one back first."""
        row, body = self.get_object(), ActivationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        revision = expected_version(request)
        return self.answer(services.policy_activate(row, actor=self._maker, revision=revision, **body.validated_data))

    @extend_schema(request=None, responses={200: PolicySerializer})
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, version: str) -> Response:
        """A version that waits for its day is a draft again."""
        nothing_told(request)
        return self.answer(services.policy_take_back(self.get_object(), actor=self._maker))

    @extend_schema(responses={200: WhatIfSerializer, 404: OpenApiResponse()}, filters=False)
    @action(detail=True, url_path="what-if", pagination_class=None)
    def what_if(self, request: Request, version: str) -> Response:
        """Who would move, as it was judged last."""
        row = queries.what_if_of(self.get_object())
        if row is None:
            raise Http404
        return Response(WhatIfSerializer(self._told(row)).data)

    @extend_schema(request=None, responses={202: WhatIfSerializer})
    @what_if.mapping.post
    def judge(self, request: Request, version: str) -> Response:
        """Judges anew, in the background."""
        nothing_told(request)
        row = services.what_if_start(self.get_object(), actor=self._maker)
        return Response(WhatIfSerializer(self._told(row)).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={200: ComparisonSerializer, 404: OpenApiResponse()}, filters=False)
    @action(detail=True, url_path="beside/(?P<other>[0-9]{1,9})", pagination_class=None)
    def beside(self, request: Request, version: str, other: str) -> Response:
        """Two versions side by side."""
        first, second = self.get_object(), get_object_or_404(self.get_queryset(), version=other)
        found = queries.compare(first, second, request.user)
        decisions = TierDecision.objects.visible_to(request.user)
        told = {
            "night": found.night,
            "sides": found.sides,
            "differing": [name for name in VALUES if getattr(first, name) != getattr(second, name)],
            "disagree": found.disagreeing(decisions).count(),
        }
        return Response(ComparisonSerializer(told).data)

    def _told(self, row: WhatIf) -> dict[str, Any]:
        moves, reader = WhatIfMove.objects.visible_to(self.request.user), self.request.user
        night, unseen = queries.standing_night(), 0
        if not sees_everything(reader):
            seen = queries.of_night(TierDecision.objects.visible_to(reader), row.run)
            unseen = queries.out_of_sight(row.run, seen.count())
        return {
            "version": row.policy.version,
            "night": row.run.business_date,
            "state": row.state,
            "judged_at": row.judged_at,
            "stale": queries.stale_because(row, night),
            "came_since": queries.came_since(row, night),
            "out_of_sight": unseen,
            "moving": queries.shifts(row, moves),
        }

    @property
    def _maker(self) -> User:
        return self.request.user  # type: ignore[return-value]
