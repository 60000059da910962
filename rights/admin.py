"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import RightsRule, Verdict


@admin.register(Verdict)
class VerdictAdmin(LookOnly):
    list_display = ("account", "customer", "plan", "frequency", "sharing", "manager", "failing", "judged_on")
    list_select_related = ("account",)


@admin.register(RightsRule)
class RightsRuleAdmin(LookOnly):
    list_display = ("key_tiers", "visit_share", "record_score", "wall_marks", "version", "updated_at")
