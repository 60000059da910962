"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import Attachment, AttachmentRule, Contract, ContractReminder, Expectation, Need


@admin.register(Contract)
class ContractAdmin(LookOnly):
    list_display = ("account", "title", "kind", "signed_on", "starts_on", "ends_on", "terminated_on", "owner")
    list_select_related = ("account", "owner")


@admin.register(Attachment)
class AttachmentAdmin(LookOnly):
    """What is known of a file; the file itself is given by a page alone."""

    list_display = ("account", "name", "kind", "size", "uploaded_by", "created_at", "removed_at")
    list_select_related = ("account", "uploaded_by")
    exclude = ("file", "preview")


@admin.register(AttachmentRule)
class AttachmentRuleAdmin(LookOnly):
    list_display = ("megabytes", "version", "updated_at")


@admin.register(ContractReminder)
class ContractReminderAdmin(LookOnly):
    list_display = ("tier", "days", "version", "updated_at")


@admin.register(Expectation)
class ExpectationAdmin(LookOnly):
    list_display = ("account", "text", "heard_on", "heard_by", "met", "ended_on")
    list_select_related = ("account", "heard_by")


@admin.register(Need)
class NeedAdmin(LookOnly):
    list_display = ("account", "part", "seen_on", "seen_by")
    list_select_related = ("account", "seen_by")
