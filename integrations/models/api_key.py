from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from teams.models import User


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, user: Any) -> ApiKeyQuerySet:
        """Administrators see every key; others their own."""
        return self if user.sees_all else self.filter(user=user)


class ApiKey(models.Model):
    """A program's way in, acting as `user` within `scopes` ("accounts:read", …; empty: whatever the user may).

    Only a digest is stored. `user_hash` ends the key when the user's password or role changes.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("acts as"))
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("scopes"))
    user_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    last_used_on = models.DateField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> bool:
        """Whether it still opens anything: not revoked, its person (read `user` with it) as when it was made."""
        same = constant_time_compare(self.user_hash, self.user.get_session_auth_hash())
        return self.revoked_at is None and self.user.is_active and same

    @property
    def only_reads(self) -> bool:
        """Whether it can have written nothing that it might miss."""
        return bool(self.scopes) and all(scope.endswith(":read") for scope in self.scopes)

    @property
    def dialog_id(self) -> str:
        """The id of the question "revoke?" on the page of keys."""
        return f"revoke-{self.pk}"
