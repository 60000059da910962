from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from teams.visibility import OfAccount

from .account import Account

MOST_DAYS = 3650


class OwnCadence(Versioned):
    """How often one account is to be visited, and why: it goes before its tier's. Without days its tier's counts again.

    The row stays when its days are taken away, with the reason for that; the journal keeps what stood before.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="own_cadence", verbose_name=_("account"))
    days = models.PositiveSmallIntegerField(_("days between visits"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("own visit cadence")
        verbose_name_plural = _("own visit cadences")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__range=(1, MOST_DAYS)), name="own_cadence_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.days or ''}".strip()
