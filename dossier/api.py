"""/api/v1/contracts/, contract-reminders/, attachments/, expectations/, needs/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.parsers import StrictJSONParser
from foundation.viewsets import (
    CreateThroughService,
    EditThroughService,
    VisibleViewSet,
    expected_version,
    version_alone,
)

from . import filters, services
from .files import sent
from .models import Attachment, Contract, ContractReminder, Expectation, Need
from .queries import with_lead
from .serializers import (
    AttachmentSerializer,
    ContractReminderSerializer,
    ContractRenewBody,
    ContractSerializer,
    ContractTerminateBody,
    ExpectationChangeBody,
    ExpectationSerializer,
    NeedSerializer,
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


class AttachmentViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Files about accounts. POST multipart/form-data: account, file, note, contract. The same content at the same
    account is kept once: the row that is there already is answered, with 200. What a file is, is seen in its content:
    415 for a kind that is not kept, or not what it says; 413 for one larger than the rule allows (`errors.file`)."""

    scope = "attachments"
    queryset = Attachment.objects.order_by("-id")
    serializer_class = AttachmentSerializer
    filterset_class = filters.AttachmentFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    parser_classes = [MultiPartParser, StrictJSONParser]
    create_service = staticmethod(services.attachment_add)
    update_service = staticmethod(services.attachment_update)

    @extend_schema(responses={201: AttachmentSerializer, 200: AttachmentSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201, or 200 where the same content is there already: what was told of it is not written; PATCH does that."""
        return super().create(request, *args, **kwargs)

    def answer_created(self, row: Attachment, serializer: Any) -> Response:
        return self.answer_written(row, status.HTTP_200_OK if row.was_there else status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def content(self, request: Request, pk: str) -> FileResponse:
        """The file itself."""
        return sent(self.get_object())

    @extend_schema(request=None, responses=AttachmentSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Out of sight; it can be brought back."""
        return self._through(services.attachment_remove, request)

    @extend_schema(request=None, responses=AttachmentSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """It is there again."""
        return self._through(services.attachment_restore, request)

    def _through(self, service: Any, request: Request) -> Response:
        row, user = self.get_object(), request.user
        return self.answer_written(service(row, actor=user, version=version_alone(request)))


class ExpectationViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """What customers expect of us, now and before."""

    scope = "expectations"
    queryset = Expectation.objects.select_related("successor").order_by("-id")
    serializer_class = ExpectationSerializer
    filterset_class = filters.ExpectationFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.expectation_add)
    update_service = staticmethod(services.expectation_update)

    @extend_schema(request=ExpectationChangeBody, responses={201: ExpectationSerializer})
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """They expect something else now: answers the new one, this one is over."""
        row, user = self.get_object(), request.user
        body = ExpectationChangeBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told: Any = {name: value for name, value in body.validated_data.items() if name != "version"}
        made = services.expectation_change(row, actor=user, version=expected_version(request), **told)  # type: ignore[arg-type]
        return self.answer_written(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ExpectationSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """They do not expect it any more."""
        row, user = self.get_object(), request.user
        return self.answer_written(services.expectation_end(row, actor=user, version=version_alone(request)))  # type: ignore[arg-type]


class NeedViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """What accounts need and how they buy, part by part."""

    scope = "accounts"
    queryset = Need.objects.order_by("-id")
    serializer_class = NeedSerializer
    filterset_class = filters.NeedFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.need_add)
    update_service = staticmethod(services.need_update)


class ContractReminderViewSet(VisibleViewSet):
    """How many days before its last day of notice a contract is spoken of, by tier."""

    scope = "contracts"
    queryset = ContractReminder.objects.order_by("id")
    serializer_class = ContractReminderSerializer
    filterset_class = filters.ContractReminderFilter
