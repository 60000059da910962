"""/api/v1/surveys/, satisfaction/, survey-points/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from foundation.viewsets import VisibleViewSet, expected_version

from . import services
from .filters import PointFilter, StandingFilter, SurveyFilter
from .models import Survey, SurveyPoint
from .queries.standing import with_standing
from .serializers import (
    SatisfactionSerializer,
    SurveyAskBody,
    SurveyLinkSerializer,
    SurveyPointSerializer,
    SurveyRecordBody,
    SurveySerializer,
    WithdrawSurveyBody,
)


class SurveyViewSet(VisibleViewSet):
    """Surveys of accounts: expectation and experience by dimension, loyalty."""

    scope = "surveys"
    queryset = Survey.objects.prefetch_related("lines").order_by("-id")
    serializer_class = SurveySerializer
    filterset_class = SurveyFilter
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=SurveyRecordBody, responses={201: SurveySerializer})
    def create(self, request: Request) -> Response:
        """What a customer answered in conversation."""
        return self.answer_written(self._made(services.survey_record, request, SurveyRecordBody), 201)

    @extend_schema(request=SurveyAskBody, responses={201: SurveyLinkSerializer})
    @action(detail=False, methods=["post"], filterset_class=None)
    def ask(self, request: Request) -> Response:
        """Makes a link by which the customer answers himself; it is told in this answer alone."""
        row = self._made(services.survey_ask, request, SurveyAskBody)
        seen = self.reread(row)
        told = SurveyLinkSerializer(seen, context=self.get_serializer_context()).data
        return Response(told, status=status.HTTP_201_CREATED, headers={"ETag": f'"{seen.version}"'})

    @extend_schema(request=WithdrawSurveyBody, responses=SurveySerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """The link works no more, or the answers count for nothing. 403: he wrote them, and you don't lead."""
        row = self.get_object()
        body = WithdrawSurveyBody(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        version, note = expected_version(request), body.validated_data["note"]
        return self.answer_written(services.survey_withdraw(row, actor=user, version=version, note=note))

    def _made(self, service: Any, request: Request, shape: Any) -> Survey:
        body = shape(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        row: Survey = service(actor=request.user, **body.validated_data)
        return row


class SatisfactionViewSet(VisibleViewSet):
    """How each account (by its id) stands by its latest survey, those furthest below expectation first."""

    scope = "surveys"
    queryset = Account.objects.filter(archived_at=None)
    serializer_class = SatisfactionSerializer
    filterset_class = StandingFilter

    def get_queryset(self) -> QuerySet[Account]:
        return with_standing(super().get_queryset())

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """Without an ETag: the row's version is the account's own."""
        return Response(self.get_serializer(row).data, status=code)


class SurveyPointViewSet(VisibleViewSet):
    """The questionnaire: dimensions of satisfaction, statements of loyalty."""

    scope = "surveys"
    queryset = SurveyPoint.objects.order_by("position", "id")
    serializer_class = SurveyPointSerializer
    filterset_class = PointFilter
