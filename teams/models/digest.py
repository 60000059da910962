"""Who wants which mail of what is to be done, and what was sent when."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .mailing import Mailing
from .user import User


class DigestWish(models.Model):
    """A person's wish for one kind of digest, at an hour of his own day. Nobody has one who did not ask."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digest_wishes", verbose_name=_("person"))
    kind = models.SlugField(_("kind"), max_length=20)
    is_on = models.BooleanField(_("wanted"), default=False)
    hour = models.PositiveSmallIntegerField(_("hour"), default=7, validators=[MaxValueValidator(23)])
    language = models.CharField(_("language"), max_length=10)
    """The one in which it was asked for, for people whose language is the browser's."""

    class Meta:
        verbose_name = _("wish for a digest")
        verbose_name_plural = _("wishes for digests")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_wish_a_kind"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="digest_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class DigestDay(Mailing):
    """One person's digest of one day of his: one row, so one mail."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.SlugField(_("kind"), max_length=20)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "day"], name="one_digest_a_day")]
        indexes = [models.Index(fields=["day"], condition=models.Q(state="waiting"), name="digest_waiting")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.day}"
