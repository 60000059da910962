"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Survey, SurveyPoint


@admin.register(Survey)
class SurveyAdmin(LookOnly):
    list_display = ("account", "occasion", "way", "state", "asked_at", "answered_at", "gap")
    list_select_related = ("account",)
    exclude = ("key",)


@admin.register(SurveyPoint)
class SurveyPointAdmin(LookOnly):
    list_display = ("text", "kind", "position", "is_offered", "version", "updated_at")
