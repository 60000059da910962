"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import HelpRequest, MarkAdvice, Wall


@admin.register(Wall)
class WallAdmin(LookOnly):
    list_display = ("account", "total", "push", "share", "contact", "rapport", "marked_by", "updated_at")
    list_select_related = ("account", "marked_by")


@admin.register(HelpRequest)
class HelpRequestAdmin(LookOnly):
    list_display = ("account", "mark", "helper", "asked_by", "due_on", "answered_at")
    list_select_related = ("account", "helper", "asked_by")


@admin.register(MarkAdvice)
class MarkAdviceAdmin(LookOnly):
    list_display = ("mark", "position", "version", "updated_at")
