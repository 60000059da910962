from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .models import Import


class ImportSerializer(serializers.ModelSerializer[Import]):
    """A file brought through the browser. `report` is that of the latest trial or import, as `import_csv --json`."""

    report = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = ["id", "person", "kind", "file", "size", "state", "error", "report", "created_at", "finished_at"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_report(self, row: Import) -> object:
        return row.report


class ImportLineSerializer(ImportSerializer):
    """In a list: the counts of the report alone."""

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_report(self, row: Import) -> object:
        return row.counts
