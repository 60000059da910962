"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Authority, Complaint, IcebergRule


@admin.register(Complaint)
class ComplaintAdmin(LookOnly):
    list_display = ("account", "level", "handler", "received_at", "due_at", "closed_at", "satisfaction")
    list_select_related = ("account", "handler")


@admin.register(Authority)
class AuthorityAdmin(LookOnly):
    list_display = ("matter", "tier", "decides", "hours", "version", "updated_at")


@admin.register(IcebergRule)
class IcebergRuleAdmin(LookOnly):
    list_display = ("unhappy", "leave", "stay", "version", "updated_at")
