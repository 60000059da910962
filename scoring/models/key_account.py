from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from scoring.choices import JUDGED, Factor, Mark
from scoring.key_account import BEST
from teams.models import User
from teams.visibility import OfAccount


class KeyMark(models.Model):
    """What people hold an account for, 0 to 4, in a factor that no ledger knows. A new mark ends the one before, so
    that a night can tell for ever which mark it counted."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="key_marks", verbose_name=_("account"))
    factor = models.CharField(_("factor"), max_length=10, choices=[(each.value, each.label) for each in JUDGED])
    mark = models.PositiveSmallIntegerField(_("mark"), choices=Mark.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("key-account mark")
        verbose_name_plural = _("key-account marks")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "factor"], condition=Q(ended_at__isnull=True), name="one_mark_per_factor"
            ),
            models.CheckConstraint(condition=Q(mark__lte=BEST), name="key_mark_range"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {Factor(self.factor).label} {self.mark}"
