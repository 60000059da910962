from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.admin import LookOnly

from . import jobs
from .models import Event, IdempotencyKey, Job, JobState


@admin.register(Event)
class EventAdmin(LookOnly):
    list_display = ("at", "actor", "verb", "subject_type", "subject_id", "account_id", "changes")
    list_filter = ("subject_type", "verb")
    list_select_related = ("actor",)


@admin.register(Job)
class JobAdmin(LookOnly):
    list_display = ("task", "args", "state", "starts", "created_at", "finished_at", "error")
    list_filter = ("state", "task")
    actions = ("again",)

    @admin.action(description=gettext_lazy("Run failed jobs again"))
    def again(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        count = jobs.requeue(rows.filter(state=JobState.FAILED))
        self.message_user(request, _("%(n)d jobs are queued again.") % {"n": count})


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(LookOnly):
    list_display = ("key", "status", "content_type", "created_at")
    exclude = ("caller", "request_digest", "body", "headers")
