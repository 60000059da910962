"""/api/v1/monday/: the five answers, for those who lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.serializers import BaseMoneyField
from pipeline.api.report import ReportViewSet
from pipeline.filters import WhoseFilter
from pipeline.serializers.report import (
    MovementLinesSerializer,
    PeriodSerializer,
    StandingSerializer,
    SubjectStandingSerializer,
)
from teams.models import Company, User
from teams.rules import only_leads

from .answers import monday


class StandingOfSerializer(SubjectStandingSerializer):
    """`kind`: person or team."""

    kind = serializers.SerializerMethodField()

    def get_kind(self, line: Any) -> str:
        return "person" if isinstance(line.subject, User) else "team"


class DealsSerializer(serializers.Serializer):
    """`largest`: ids of the largest. `above`: how many are told by an earlier answer too."""

    count = serializers.IntegerField()
    worth = BaseMoneyField()
    above = serializers.IntegerField()
    largest = serializers.SerializerMethodField()

    def get_largest(self, deals: Any) -> list[int]:
        return [deal.pk for deal in deals.largest]


class MovedSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    opportunity = serializers.IntegerField(source="opportunity_id")
    line = serializers.CharField()
    change = BaseMoneyField()


class QuotaAnswerSerializer(serializers.Serializer):
    period = PeriodSerializer(source="quarter")
    days_left = serializers.IntegerField()
    total = StandingSerializer(source="standings.total")
    widest = StandingOfSerializer(source="against_quota", many=True)


class MovedAnswerSerializer(serializers.Serializer):
    since = serializers.DateField(source="moving.span.since")
    until = serializers.DateField(source="moving.span.until")
    lines = MovementLinesSerializer(source="movement.lines")
    largest = MovedSerializer(source="moves", many=True)


class HelpAnswerSerializer(serializers.Serializer):
    missing = BaseMoneyField(source="gap")
    people = SubjectStandingSerializer(source="to_help", many=True)


@extend_schema_serializer(many=False)
class MondaySerializer(serializers.Serializer):
    """All amounts in `currency`, the base currency. `quota`: where are we; `moved`: since this day of last week;
    `stuck`; `help`: whose open funnel does not cover what is missing; `review`: the week's deals not reviewed yet."""

    currency = serializers.CharField()
    quota = QuotaAnswerSerializer(source="monday")
    moved = MovedAnswerSerializer(source="monday")
    stuck = DealsSerializer(source="monday.stuck")
    help = HelpAnswerSerializer(source="monday")
    review = DealsSerializer(source="monday.to_review")


class MondayViewSet(ReportViewSet):
    """A manager's five answers: where we stand, what moved, what is stuck, whom to help, what to review."""

    scope = "funnel"
    serializer_class = MondaySerializer
    filterset_class = WhoseFilter

    @staticmethod
    def report(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
        return {"monday": monday(request), "currency": Company.current().base_currency}

    @extend_schema(responses=MondaySerializer)
    def list(self, request: Request) -> Response:
        only_leads(request.user)
        return super().list(request)
