from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet, version_if_told
from relations import services
from relations.filters import AcquaintanceFilter, OfContactFilter, ReferralFilter
from relations.models import Acquaintance, Assessment, Profile, Referral
from relations.serializers import (
    AcquaintanceSerializer,
    AssessmentSerializer,
    ProfileSerializer,
    ReferralSerializer,
)
from teams.models import User

METHODS = ["get", "post", "patch", "head", "options"]


class ProfileViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """The relation to a person: influence, stance, what they care about. One a contact."""

    scope = "contacts"
    queryset = Profile.objects.select_related("contact").order_by("-id")
    serializer_class = ProfileSerializer
    filterset_class = OfContactFilter
    http_method_names = METHODS
    create_service = staticmethod(services.profile_set)

    @staticmethod
    def update_service(row: Profile, *, actor: User, version: int, **told: Any) -> Profile:
        return services.profile_set(actor=actor, contact=row.contact, version=version, **told)


class AssessmentViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Personal assessments, for the account's team alone. One a contact."""

    scope = "assessments"
    queryset = Assessment.objects.select_related("contact").order_by("-id")
    serializer_class = AssessmentSerializer
    filterset_class = OfContactFilter
    http_method_names = METHODS
    create_service = staticmethod(services.assessment_set)

    @staticmethod
    def update_service(row: Assessment, *, actor: User, version: int, **told: Any) -> Assessment:
        return services.assessment_set(actor=actor, contact=row.contact, version=version, **told)


class AcquaintanceViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Who of us knows whom, and how well. Once for the same two: what is said of them is changed by PATCH."""

    scope = "contacts"
    queryset = Acquaintance.objects.select_related("contact", "person").order_by("-id")
    serializer_class = AcquaintanceSerializer
    filterset_class = AcquaintanceFilter
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    create_service = staticmethod(services.acquaintance_set)

    @staticmethod
    def update_service(row: Acquaintance, *, actor: User, version: int, **said: Any) -> Acquaintance:
        kept = {"closeness": row.closeness, "note": row.note, **said}
        return services.acquaintance_set(actor=actor, contact=row.contact, person=row.person, version=version, **kept)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """They do not know each other after all. If-Match, where it is sent, is heeded."""
        actor: Any = request.user
        services.acquaintance_remove(self.get_object(), actor=actor, version=version_if_told(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReferralViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Who brought us which account."""

    scope = "contacts"
    queryset = Referral.objects.select_related("account", "introducer").order_by("-id")
    serializer_class = ReferralSerializer
    filterset_class = ReferralFilter
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    create_service = staticmethod(services.referral_create)
    update_service = staticmethod(services.referral_update)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Nobody introduced it after all. If-Match, where it is sent, is heeded."""
        actor: Any = request.user
        services.referral_remove(self.get_object(), actor=actor, version=version_if_told(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
