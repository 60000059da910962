"""/api/v1/notices/."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.viewsets import VisibleViewSet, nothing_told
from notices import services
from notices.filters import NoticeFilter
from notices.models import Notice
from notices.serializers import LastBody, NoticeSerializer

READ = inline_serializer("NoticesRead", {"read": serializers.IntegerField()})


class NoticeViewSet(VisibleViewSet):
    """What the caller was told, the newest first: his own alone, of accounts that he sees now."""

    scope = "notices"
    queryset = Notice.objects.select_related("actor").order_by("-id")
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Marks it as read. Doing it twice is doing it once."""
        nothing_told(request)
        return self.answer(services.notice_read(self.get_object()))

    @extend_schema(request=LastBody, responses=READ)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Marks everything as read, up to the notice `last` where it is given; says how many."""
        body = LastBody(data=request.data)
        body.is_valid(raise_exception=True)
        actor: Any = request.user
        return Response({"read": services.notices_read_all(actor=actor, **body.validated_data)})
