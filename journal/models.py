from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Event(models.Model):
    """Who did what to which row, when, and what changed: one row per write, in the write's own transaction."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["account_id", "-id"], name="event_account"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Exactly(json.JSONDecoder):
    """Numbers as they are: a float would lose the cents of large ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


class Action(models.TextChoices):
    MADE = "i", pgettext_lazy("a row was", "created")
    CHANGED = "u", pgettext_lazy("a row was", "changed")
    REMOVED = "d", pgettext_lazy("a row was", "removed")


class Change(models.Model):
    """A row that was made, changed or removed, by whomever and in whatever way: written by triggers alone.

    `changes` has {column: [before, after]}, of a new or removed row what was filled in. `head_kind` and `head_id` name
    the record that the row is, or is a part of: who sees that may read this. `role` is the database's own, where the
    product did not write; `bundle` what was changed together has in common.
    """

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    key_id = models.BigIntegerField(null=True)
    bundle = models.CharField(max_length=24)
    via = models.CharField(max_length=60)
    role = models.CharField(max_length=63)
    kind = models.CharField(_("kind"), max_length=60)
    row_id = models.BigIntegerField()
    head_kind = models.CharField(max_length=60)
    head_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    action = models.CharField(_("what happened"), max_length=1, choices=Action.choices)
    changes = models.JSONField(decoder=Exactly)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["head_id", "head_kind", "-id"], name="change_head"),
            models.Index(fields=["account_id", "-id"], name="change_account", condition=Q(account_id__isnull=False)),
            BrinIndex(fields=["at"], name="change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.row_id}"


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """A Celery task to run once, kept in the database: a lost broker loses no work.

    `starts` is capped, so that a task that kills its worker does not come back for ever.
    """

    task = models.CharField(max_length=100)
    args = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    starts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    caused_by = models.BigIntegerField(null=True)
    """The person whose work it is, for the history of what it writes."""

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="job_open", condition=models.Q(state__in=["queued", "running"])),
            models.Index(fields=["finished_at"], name="job_failed", condition=models.Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.task}{tuple(self.args)} {self.state}"


class IdempotencyKey(models.Model):
    """The answer already given to a POST that carried this Idempotency-Key, written with the work itself."""

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_caller_key")]

    def __str__(self) -> str:
        return self.key
