"""What every mail that is sent by a job keeps of itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    EMPTY = "empty", _("nothing to tell")
    MISSED = "missed", _("missed")
    FAILED = "failed", _("failed")


class Mailing(models.Model):
    """A mail that is sent at most once, however many schedulers and workers there are.

    From "sending" on it is not sent again, whatever happens: a mail that may be out already must not come twice.
    """

    state = models.CharField(_("state"), max_length=8, choices=MailState.choices, default=MailState.WAITING)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True
