from __future__ import annotations

import django.contrib.auth.admin  # noqa: F401  (registers the groups that are taken back below)
from django.contrib import admin
from django.contrib.auth.models import Group

from foundation.admin import LookOnly

from .models import Company, CostRate, DigestDay, ExchangeRate, Subscription, SubscriptionMail, Team, User

# Rights come from roles and teams; groups would promise what nobody keeps.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(LookOnly):
    list_display = ("name", "email", "role", "team", "is_active", "last_login", "version", "updated_at")
    list_filter = ("role", "is_active")
    list_select_related = ("team",)
    search_fields = ("name", "email")
    exclude = ("password", "groups", "user_permissions", "is_superuser")


@admin.register(Team)
class TeamAdmin(LookOnly):
    list_display = ("name", "parent", "path", "version", "updated_at")
    list_select_related = ("parent",)
    search_fields = ("name",)


@admin.register(Company)
class CompanyAdmin(LookOnly):
    list_display = ("name", "base_currency", "timezone", "night_hour", "version", "updated_at")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(LookOnly):
    list_display = ("currency", "date", "rate")
    list_filter = ("currency",)


@admin.register(CostRate)
class CostRateAdmin(LookOnly):
    list_display = ("user", "valid_from", "hourly")
    list_select_related = ("user",)


@admin.register(Subscription)
class SubscriptionAdmin(LookOnly):
    list_display = ("user", "report", "rhythm", "weekday", "hour", "changed_at")
    list_select_related = ("user",)
    list_filter = ("report", "rhythm")


@admin.register(SubscriptionMail)
class SubscriptionMailAdmin(LookOnly):
    list_display = ("subscription", "period_on", "due_at", "state", "asked_at", "done_at", "error")
    list_select_related = ("subscription",)
    list_filter = ("state",)


@admin.register(DigestDay)
class DigestDayAdmin(LookOnly):
    list_display = ("user", "kind", "day", "state", "asked_at", "done_at", "error")
    list_select_related = ("user",)
    list_filter = ("kind", "state")
