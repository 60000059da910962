"""/api/v1/contracts/, contract-reminders/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import (
    CreateThroughService,
    EditThroughService,
    VisibleViewSet,
    expected_version,
    version_alone,
)

from . import filters, services
from .models import Contract, ContractReminder
from .queries import with_lead
from .serializers import (
    ContractReminderSerializer,
    ContractRenewBody,
    ContractSerializer,
    ContractTerminateBody,
)


class ContractViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Contracts with customers."""

    scope = "contracts"
    queryset = Contract.objects.order_by("-id")
    serializer_class = ContractSerializer
    filterset_class = filters.ContractFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.contract_add)
    update_service = staticmethod(services.contract_update)

    def get_queryset(self) -> QuerySet[Contract]:
        return with_lead(super().get_queryset()).select_related("account", "successor")

    @extend_schema(request=None, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Somebody has decided about its end: it runs out, or goes on, as it is written."""
        row, user = self.get_object(), self._user
        return self.answer_written(services.contract_settle(row, actor=user, version=version_alone(request)))

    @extend_schema(request=ContractTerminateBody, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def terminate(self, request: Request, pk: str) -> Response:
        """By us or by them; `terminated_on` is its last day."""
        row, told = self.get_object(), self._told(ContractTerminateBody)
        version = expected_version(request)
        return self.answer_written(services.contract_terminate(row, actor=self._user, version=version, **told))

    @extend_schema(request=ContractRenewBody, responses={201: ContractSerializer})
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: str) -> Response:
        """The contract that follows this one; what is not told is as before, for as long."""
        row, told = self.get_object(), self._told(ContractRenewBody)
        made = services.contract_renew(row, actor=self._user, version=expected_version(request), **told)
        return self.answer_written(made, status.HTTP_201_CREATED)

    @property
    def _user(self) -> Any:
        return self.request.user

    def _told(self, shape: Any) -> dict[str, Any]:
        body = shape(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return {name: value for name, value in body.validated_data.items() if name != "version"}


class ContractReminderViewSet(VisibleViewSet):
    """How many days before its last day of notice a contract is spoken of, by tier."""

    scope = "contracts"
    queryset = ContractReminder.objects.order_by("id")
    serializer_class = ContractReminderSerializer
    filterset_class = filters.ContractReminderFilter
