"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Loss, LossReason, WinBack, WinBackStep


@admin.register(Loss)
class LossAdmin(LookOnly):
    list_display = ("account", "lost_on", "reason", "competitor", "state", "ended_on")
    list_select_related = ("account", "reason", "competitor")


@admin.register(WinBack)
class WinBackAdmin(LookOnly):
    list_display = ("loss", "approach", "expected", "currency", "state", "ended_on")
    list_select_related = ("loss__account",)


@admin.register(WinBackStep)
class WinBackStepAdmin(LookOnly):
    list_display = ("text", "owner", "due_on", "done_at", "is_dropped")
    list_select_related = ("owner",)


@admin.register(LossReason)
class LossReasonAdmin(LookOnly):
    list_display = ("position", "text", "text_zh", "reference", "approach", "is_offered", "version", "updated_at")
