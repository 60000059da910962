"""/api/v1/completeness/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from foundation.serializers import StrictSerializer
from foundation.viewsets import VisibleViewSet, nothing_told

from . import services
from .filters import CompletenessFilter
from .models import Completeness
from .queries.completeness import with_account


class CompletenessSerializer(StrictSerializer):
    missing = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="Keys of points.")
    stale = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="Keys of points.")

    class Meta:
        model = Completeness
        fields = ["account", "score", "missing", "stale", "checked_on"]
        read_only_fields = fields


class CompletenessViewSet(VisibleViewSet):
    """How complete the record of each account is, in percent, what is missing and what is out of date."""

    scope = "accounts"
    queryset = Completeness.objects.all()
    serializer_class = CompletenessSerializer
    filterset_class = CompletenessFilter
    lookup_field, lookup_url_kwarg = "account", "pk"

    def get_queryset(self) -> QuerySet[Completeness]:
        return with_account(super().get_queryset())

    @extend_schema(request=None, responses=CompletenessSerializer)
    @action(detail=True, methods=["post"], url_path="looked-over")
    def looked_over(self, request: Any, pk: str) -> Response:
        """Somebody read the facts of this account and found them right."""
        nothing_told(request)
        return self.answer_written(services.record_looked_over(self.get_object().account, actor=request.user))
