"""/api/v1/complaints/, authorities/."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet, expected_version

from . import services
from .filters import AuthorityFilter, ComplaintFilter
from .models import Authority, Complaint
from .queries import iceberg_of
from .serializers import (
    AuthoritySerializer,
    ComplaintCloseBody,
    ComplaintSerializer,
    EscalateBody,
    IcebergSerializer,
    RateBody,
)


class ComplaintViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Complaints: taken, handed up, closed with a result."""

    scope = "complaints"
    queryset = Complaint.objects.select_related("account", "handler").order_by("-id")
    serializer_class = ComplaintSerializer
    filterset_class = ComplaintFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    create_service = staticmethod(services.complaint_open)
    update_service = staticmethod(services.complaint_update)

    @extend_schema(request=EscalateBody, responses=ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def escalate(self, request: Request, pk: str) -> Response:
        """One level up, to who decides there."""
        return self._through(services.complaint_escalate, request, EscalateBody)

    @extend_schema(request=ComplaintCloseBody, responses=ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """What came of it. 403 for who may not decide at this level for this tier."""
        return self._through(services.complaint_close, request, ComplaintCloseBody)

    @extend_schema(request=RateBody, responses=ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def rate(self, request: Request, pk: str) -> Response:
        """How content the customer is with what was done."""
        return self._through(services.complaint_rate, request, RateBody)

    @extend_schema(responses=IcebergSerializer)
    @action(detail=False, pagination_class=None)
    def iceberg(self, request: Request) -> Response:
        """What the complaints of the list, narrowed by the same filters, stand for."""
        rows = super(VisibleViewSet, self).filter_queryset(self.get_queryset())
        return Response(IcebergSerializer(iceberg_of(rows)[0]).data)

    def _through(self, service: Any, request: Request, shape: Any) -> Response:
        row = self.get_object()
        body = shape(data=request.data)
        body.is_valid(raise_exception=True)
        told = {name: value for name, value in body.validated_data.items() if name != "version"}
        return self.answer_written(service(row, actor=request.user, version=expected_version(request), **told))


class AuthorityViewSet(VisibleViewSet):
    """Who may decide what for accounts of a tier, and within how many hours."""

    scope = "complaints"
    queryset = Authority.objects.order_by("id")
    serializer_class = AuthoritySerializer
    filterset_class = AuthorityFilter
