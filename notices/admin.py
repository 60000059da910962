"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Mention, Notice, Unwanted


@admin.register(Notice)
class NoticeAdmin(LookOnly):
    list_display = ("person", "kind", "verb", "actor", "at", "many", "read_at")
    list_select_related = ("person", "actor")


@admin.register(Mention)
class MentionAdmin(LookOnly):
    list_display = ("person", "subject_type", "subject_id", "told_at")
    list_select_related = ("person",)


@admin.register(Unwanted)
class UnwantedAdmin(LookOnly):
    list_display = ("person", "kind")
    list_select_related = ("person",)
