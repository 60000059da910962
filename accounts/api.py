"""/api/v1/accounts/, contacts/, visits/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from foundation.viewsets import (
    CreateThroughService,
    EditThroughService,
    VisibleViewSet,
    expected_version,
    nothing_told,
    version_alone,
)
from teams.models import User

from . import services
from .choices import VisitState
from .filters import AccountFilter, ContactFilter, VisitFilter
from .models import Account, Contact, Visit
from .queries.account import with_profit, with_visible_parent, with_visit_due
from .queries.contact import with_roles
from .serializers import (
    AccountSerializer,
    ContactSerializer,
    VisitReportSerializer,
    VisitSerializer,
)


class Archivable:
    """POST …/archive/ and …/unarchive/ with the version that was read."""

    archive_service: ClassVar[Callable[..., Any]]
    unarchive_service: ClassVar[Callable[..., Any]]

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def archive(self: Any, request: Any, pk: str) -> Response:
        return self.versioned(type(self).archive_service)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def unarchive(self: Any, request: Any, pk: str) -> Response:
        return self.versioned(type(self).unarchive_service)

    def versioned(self: Any, service: Callable[..., Any]) -> Response:
        row = service(self.get_object(), actor=self.request.user, version=version_alone(self.request))
        return self.answer_written(row)


class AccountViewSet(CreateThroughService, EditThroughService, Archivable, VisibleViewSet):
    """Customers. Tier, churn risk and what follows from visits are computed and read-only."""

    scope = "accounts"
    queryset = Account.objects.all()
    serializer_class = AccountSerializer
    filterset_class = AccountFilter
    create_service = staticmethod(services.account_create)
    update_service = staticmethod(services.account_update)
    archive_service = staticmethod(services.account_archive)
    unarchive_service = staticmethod(services.account_unarchive)

    def get_queryset(self) -> QuerySet[Account]:
        rows = with_profit(with_visit_due(super().get_queryset()))
        return with_visible_parent(rows, self.request.user)


class ContactViewSet(CreateThroughService, EditThroughService, Archivable, VisibleViewSet):
    """People at accounts, each with the roles played there."""

    scope = "contacts"
    queryset = Contact.objects.all()
    serializer_class = ContactSerializer
    filterset_class = ContactFilter
    create_service = staticmethod(services.contact_create)
    update_service = staticmethod(services.contact_update)
    archive_service = staticmethod(services.contact_archive)
    unarchive_service = staticmethod(services.contact_unarchive)

    def get_queryset(self) -> QuerySet[Contact]:
        return with_roles(super().get_queryset())


class VisitViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Visits, planned and logged. The same `client_id` twice is one visit."""

    scope = "visits"
    queryset = Visit.objects.all()
    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    update_service = staticmethod(services.visit_update)

    def get_queryset(self) -> QuerySet[Visit]:
        return super().get_queryset().prefetch_related(Prefetch("contacts", Contact.objects.only("pk")))

    def answer_created(self, row: Visit, serializer: BaseSerializer[Any]) -> Response:
        """Its account is in the writer's sight, and nothing of it is joined from elsewhere but whom he met."""
        prefetch_related_objects([row], Prefetch("contacts", Contact.objects.only("pk")))
        return self.answer_by(serializer, row, status.HTTP_201_CREATED)

    @staticmethod
    def create_service(*, actor: User, state: str, **fields: Any) -> Visit:
        write = services.visit_plan if state == VisitState.PLANNED else services.visit_log
        return write(actor=actor, **fields)

    @extend_schema(request=VisitReportSerializer(partial=True), responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def log(self, request: Any, pk: str) -> Response:
        """The planned visit has happened."""
        visit = self.get_object()
        report = VisitReportSerializer(visit, data=request.data, partial=True, context=self.get_serializer_context())
        report.is_valid(raise_exception=True)
        version = expected_version(request)
        visit = services.visit_log_planned(visit, actor=request.user, version=version, **report.validated_data)
        return self.answer_written(visit)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Any, pk: str) -> Response:
        """The plan fell through, or the visit was logged by mistake."""
        visit = services.visit_cancel(self.get_object(), actor=request.user, version=version_alone(request))
        return self.answer_written(visit)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="step-done")
    def step_done(self, request: Any, pk: str) -> Response:
        """The next step this visit promised is done."""
        nothing_told(request)
        return self.answer_written(services.step_done(self.get_object(), actor=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="step-reopen")
    def step_reopen(self, request: Any, pk: str) -> Response:
        nothing_told(request)
        return self.answer_written(services.step_reopen(self.get_object(), actor=request.user))
