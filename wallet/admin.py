"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Estimate, Part, WalletRule


@admin.register(Estimate)
class EstimateAdmin(LookOnly):
    list_display = ("account", "until", "amount", "currency", "source", "heard_on", "heard_by", "withdrawn_on")
    list_select_related = ("account", "heard_by")


@admin.register(Part)
class PartAdmin(LookOnly):
    list_display = ("estimate", "competitor", "share", "strengths", "weaknesses")
    list_select_related = ("estimate__account", "competitor")


@admin.register(WalletRule)
class WalletRuleAdmin(LookOnly):
    list_display = ("small_below", "leading_from", "stale_days", "version", "updated_at")
