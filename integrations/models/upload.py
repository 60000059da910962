from __future__ import annotations

from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.models import Job, JobState
from teams.models import User


class ImportState(models.TextChoices):
    READING = "reading", _("being read")
    MAPPING = "mapping", _("columns to check")
    TRYING = "trying", _("being tried")
    TRIED = "tried", _("tried, nothing saved yet")
    SAVING = "saving", _("being imported")
    SAVED = "saved", _("imported")
    FAILED = "failed", _("cannot be read")
    DROPPED = "dropped", _("dropped")


UNDER_WAY: Final = {ImportState.READING, ImportState.TRYING, ImportState.SAVING}
ENDED: Final = {ImportState.SAVED, ImportState.FAILED, ImportState.DROPPED}


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> ImportQuerySet:
        """Administrators see every import; others their own."""
        return self if user.sees_all else self.filter(person=user)

    def waiting(self) -> ImportQuerySet:
        """Neither ended nor, as `is_under_way` has it, with a worker at it or to come."""
        given_up = models.Q(state__in=UNDER_WAY, job__state=JobState.FAILED)
        return self.filter(models.Q(state__in=[ImportState.MAPPING, ImportState.TRIED]) | given_up)


class Import(models.Model):
    """A file that somebody brought through the browser, what its columns become, and what came of it.

    `columns` is what reading found: header, samples and values of each. `mapping` is what the person said: {"columns":
    {"0": target}, "stages": {theirs: ours}}. `options` are the fields of an Order that are no mapping. `report` is that
    of the latest trial or import. The file's bytes are pieces of their own, gone as soon as nobody needs them.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="imports", verbose_name=_("who"))
    kind = models.CharField(_("kind"), max_length=20)
    file = models.CharField(_("file"), max_length=255)
    size = models.BigIntegerField(_("size"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.READING)
    columns = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    mapping = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    report = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    error = models.TextField(_("error"), default="")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    doing = models.CharField(max_length=40, default="")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="import_of_person"),
            models.Index(
                fields=["created_at"],
                name="import_open",
                condition=models.Q(state__in=["reading", "mapping", "trying", "tried", "saving"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def counts(self) -> dict[str, Any]:
        """What of the report stands in a list."""
        told = self.report or {}
        return {name: told[name] for name in ("rows", "created", "updated", "unchanged", "refused") if name in told}

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in UNDER_WAY and not self.has_died

    @property
    def has_died(self) -> bool:
        """Its job was given up: it ran into an error of ours, or killed its worker each time."""
        return self.state in UNDER_WAY and self.job is not None and self.job.state == JobState.FAILED

    @property
    def may_be_mapped(self) -> bool:
        """Whether its columns may be said, or said anew: they are known and the file is still here."""
        return bool(self.columns) and (self.state in {ImportState.MAPPING, ImportState.TRIED} or self.has_died)

    @property
    def may_be_started(self) -> bool:
        """Whether it was tried and something of it would be saved."""
        told = self.report or {}
        good = told.get("rows", 0) - told.get("refused", 0)
        is_good = not told.get("problem_count") or bool(self.options.get("partial"))
        return self.state == ImportState.TRIED and good > 0 and is_good

    @property
    def may_be_dropped(self) -> bool:
        return self.state in {ImportState.MAPPING, ImportState.TRIED} or self.has_died


class ImportPiece(models.Model):
    """A megabyte of an imported file: any worker finds it, on whatever machine."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "position"], name="import_piece_position")]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.position}"
