"""/api/v1/duplicates/, merges/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from foundation.viewsets import CreateThroughService, VisibleViewSet, nothing_told

from . import services
from .filters import LikePairFilter, MergeFilter
from .models import Account, LikePair, Merge
from .queries.duplicates import pairs
from .services.merge import PARTS


class LikePairSerializer(StrictSerializer):
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=["n", "x", "p", "d"]),
        read_only=True,
        help_text="What they have in common: n name, x number, p telephone, d domain.",
    )

    class Meta:
        model = LikePair
        fields = ["id", "first", "second", "reasons", "weight"]
        read_only_fields = fields


class MergeSerializer(StrictSerializer):
    class Meta:
        model = Merge
        fields = ["id", "survivor", "merged", "by", "at", "undo_until", "undone_at", "undone_by"]
        read_only_fields = fields


class MergeBody(StrictBody):
    """Two accounts, the version of each that was read, and the parts of which the merged one's value stays."""

    survivor = VisibleField(queryset=Account.objects.all())
    merged = VisibleField(queryset=Account.objects.all())
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    merged_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    take = serializers.ListField(child=serializers.ChoiceField(choices=[*PARTS]), required=False)


class DuplicateViewSet(VisibleViewSet):
    """Pairs of accounts that may be one, as the last hourly search found them."""

    scope = "accounts"
    queryset = LikePair.objects.all()
    serializer_class = LikePairSerializer
    filterset_class = LikePairFilter

    def get_queryset(self) -> QuerySet[LikePair]:
        return pairs(super().get_queryset())

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="told-apart")
    def told_apart(self, request: Any, pk: str) -> Response:
        """These are two accounts: the pair is offered no more."""
        nothing_told(request)
        pair = self.get_object()
        services.two_accounts(pair.first, pair.second, actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MergeViewSet(CreateThroughService, VisibleViewSet):
    """Merges of two accounts. The old address of the merged one leads to the survivor."""

    scope = "accounts"
    queryset = Merge.objects.all()
    serializer_class = MergeSerializer
    filterset_class = MergeFilter

    def get_serializer_class(self) -> type[Any]:
        return MergeBody if self.action == "create" and self.request.method == "POST" else MergeSerializer

    @staticmethod
    def create_service(*, actor: Any, survivor: Account, merged: Account, **told: Any) -> Merge:
        return services.account_merge(survivor, merged, actor=actor, **told)

    def answer(self, row: Any, code: int = status.HTTP_200_OK, **_: Any) -> Response:
        return Response(MergeSerializer(row, context=self.get_serializer_context()).data, status=code)

    @extend_schema(request=MergeBody, responses={201: MergeSerializer})
    def create(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Any, pk: str) -> Response:
        """Both accounts as they were; what was written since stays with the survivor."""
        nothing_told(request)
        return self.answer_written(services.merge_undo(self.get_object(), actor=request.user))
