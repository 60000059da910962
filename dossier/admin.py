"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Contract, ContractReminder


@admin.register(Contract)
class ContractAdmin(LookOnly):
    list_display = ("account", "title", "kind", "signed_on", "starts_on", "ends_on", "terminated_on", "owner")
    list_select_related = ("account", "owner")


@admin.register(ContractReminder)
class ContractReminderAdmin(LookOnly):
    list_display = ("tier", "days", "version", "updated_at")
