"""A notice is an event told to a person. A mention is a person named in a text, told of it once."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from teams.models import User

from . import sight
from .choices import Kind


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> Self:
        """The reader's own, without those of accounts that are out of his sight by now.

        Each account is looked up by its key: behind EXISTS or IN the database may gather all that he sees first, and a
        director sees a million.
        """
        seen = sight.accounts_of(user).filter(pk=OuterRef("account_id")).order_by().values("pk")[:1]
        return self.filter(Q(account_id=None) | Q(account_id=Subquery(seen)), person=user)

    def unread(self) -> Self:
        return self.filter(is_read=False)


class Notice(models.Model):
    """What `person` was told, when, by whose doing; `about` and `detail` are the words of that time.

    `subject_type` and `subject_id` name the row that it leads to; of `many` rows at once there is none. A notice
    without `account_id` is its person's to read whatever he sees.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    verb = models.CharField(_("what"), max_length=60)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    about = models.CharField(_("about"), max_length=200)
    detail = models.CharField(_("detail"), max_length=300, blank=True, default="")
    many = models.PositiveIntegerField(_("rows"), default=1)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    is_read = models.GeneratedField(
        expression=ExpressionWrapper(Q(read_at__isnull=False), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "is_read", "-id"], name="notice_of_person"),
            models.Index(fields=["account_id"], name="notice_account", condition=Q(account_id__isnull=False)),
            models.Index(fields=["at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        return self.about


class Mention(models.Model):
    """`person` is named in the text of a row; `told_at` is empty where he could not see it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    told_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "person"], name="one_mention_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject_type} {self.subject_id}"


class Unwanted(models.Model):
    """A kind of notice that `person` does not want."""

    person = models.ForeignKey(User, models.CASCADE, related_name="unwanted_notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = _("unwanted kind of notice")
        verbose_name_plural = _("unwanted kinds of notices")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_unwanted_a_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
