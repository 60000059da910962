from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Import


@admin.register(Import)
class ImportAdmin(LookOnly):
    list_display = ("file", "kind", "person", "state", "size", "created_at", "finished_at", "error")
    list_select_related = ("person",)
    list_filter = ("state", "kind")
    exclude = ("columns",)
