"""/api/v1/imports/."""

from __future__ import annotations

from typing import Any

from foundation.viewsets import VisibleViewSet

from .filters import ImportFilter
from .models import Import
from .serializers import ImportLineSerializer, ImportSerializer


class ImportViewSet(VisibleViewSet):
    """Files brought through the browser and what came of them: the caller's own, an administrator's everybody's."""

    scope = "imports"
    queryset = Import.objects.defer("columns", "facts", "mapping", "options").order_by("-id")
    serializer_class = ImportSerializer
    filterset_class = ImportFilter
    http_method_names = ["get", "head", "options"]

    def get_serializer_class(self) -> Any:
        return ImportLineSerializer if self.action == "list" else ImportSerializer
