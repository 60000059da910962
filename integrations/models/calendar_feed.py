from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from teams.models import User


class CalendarFeed(models.Model):
    """An address at which a person's calendar program reads what he plans; whoever has the address reads it.

    Only a digest of it is kept. One a person: a new one ends the old, and so does a new password or role.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", verbose_name=_("person"))
    digest = models.CharField(max_length=64, unique=True)
    user_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    last_used_on = models.DateField(_("last used"), null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user_id)

    @property
    def holds(self) -> bool:
        """Whether its person (read `user` with it) is as when it was made."""
        return self.user.is_active and constant_time_compare(self.user_hash, self.user.get_session_auth_hash())
