from __future__ import annotations

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from dossier.choices import PaperKind
from foundation.columns import Versioned, one_of
from teams.models import User
from teams.visibility import Everybodys, OfAccount

from .contract import Contract

FOLDER = "attachments"
LARGEST = 100


def stored_as(row: Attachment, name: str) -> str:
    """A name of our own: nothing of what a sender called it reaches the disk."""
    made = uuid.uuid4().hex
    return f"{FOLDER}/{made[:2]}/{made}.{name.rpartition('.')[2]}"


class AttachmentQuerySet(OfAccount):
    def kept(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class Attachment(Versioned):
    """A paper about an account, or about one of its contracts. What it is was seen in its content, not in its name;
    `digest` is that of what was sent, so that the same twice is one. Removed, it stays until somebody brings it back.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="attachments", verbose_name=_("account"))
    contract = models.ForeignKey(
        Contract, models.SET_NULL, null=True, blank=True, related_name="attachments", verbose_name=_("contract")
    )
    name = models.CharField(_("name"), max_length=150)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=5, choices=PaperKind.choices, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    file = models.FileField(upload_to=stored_as, max_length=120, editable=False)
    preview = models.FileField(upload_to=stored_as, max_length=120, blank=True, default="", editable=False)
    uploaded_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("brought by"), editable=False
    )
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = AttachmentQuerySet.as_manager()

    was_there = False
    """Whether the same content was brought once more (attachment_add)."""

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="attachment_account"),
            models.Index(fields=["file"], name="attachment_file"),
            models.Index(fields=["preview"], name="attachment_preview", condition=~Q(preview="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "digest"], condition=Q(removed_at__isnull=True), name="attachment_once"
            ),
            one_of("kind", PaperKind),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by__isnull=True), name="attachment_removed_when"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment_list", args=[self.account_id])

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def opens_in_browser(self) -> bool:
        """PDF and pictures; everything else is saved."""
        return PaperKind(self.kind).is_shown


class AttachmentRule(Versioned):
    """How large one file may be. One row."""

    megabytes = models.PositiveSmallIntegerField(
        _("largest file, in megabytes"), default=20, validators=[MinValueValidator(1), MaxValueValidator(LARGEST)]
    )

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("rule of attachments")
        verbose_name_plural = _("rules of attachments")
        constraints = [
            models.CheckConstraint(condition=Q(megabytes__range=(1, LARGEST)), name="attachment_rule_megabytes"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
