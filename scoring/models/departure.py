from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from scoring.choices import Cause
from teams.visibility import OfAccount


class Departure(models.Model):
    """An account that stopped buying in the last year, and which causes had an alert open before it did.

    `left_on` is the day on which the churn rule's horizon after its last order was over. Rewritten after each night.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="departure", verbose_name=_("account"))
    last_order = models.DateField(_("last order"))
    left_on = models.DateField(_("counted as gone since"))
    causes = ArrayField(models.CharField(max_length=16, choices=Cause.choices), default=list)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-left_on", "id"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.left_on}"
