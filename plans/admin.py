"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import AccountPlan, KeyPoint, Objective, PlanAction, PlanReview, ResourceMix


@admin.register(AccountPlan)
class AccountPlanAdmin(LookOnly):
    list_display = ("account", "year", "aim", "review_on", "version", "updated_at")
    list_select_related = ("account",)


@admin.register(Objective)
class ObjectiveAdmin(LookOnly):
    list_display = ("text", "baseline", "target", "reached", "unit", "due_on", "is_shared", "is_dropped")


@admin.register(PlanAction)
class PlanActionAdmin(LookOnly):
    list_display = ("text", "owner", "due_on", "done_at", "resource", "hours", "is_shared", "is_dropped")
    list_select_related = ("owner",)


@admin.register(PlanReview)
class PlanReviewAdmin(LookOnly):
    list_display = ("quarter", "by", "at")
    list_select_related = ("by",)


@admin.register(KeyPoint)
class KeyPointAdmin(LookOnly):
    list_display = ("position", "text", "text_zh", "version", "updated_at")


@admin.register(ResourceMix)
class ResourceMixAdmin(LookOnly):
    list_display = ("position", "marketing", "management", "support", "version", "updated_at")
