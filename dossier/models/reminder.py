from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from foundation.columns import Versioned, one_of
from teams.visibility import Everybodys

MOST_DAYS = 730


class ContractReminder(Versioned):
    """For accounts of `tier` ("" is not rated yet): how many days before the last day to decide a contract is spoken
    of."""

    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True, unique=True, editable=False)
    days = models.PositiveSmallIntegerField(_("days before"), validators=[MaxValueValidator(MOST_DAYS)])

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("reminder of contracts")
        verbose_name_plural = _("reminders of contracts")
        ordering = ["id"]
        constraints = [
            one_of("tier", Tier, ""),
            models.CheckConstraint(condition=models.Q(days__lte=MOST_DAYS), name="contract_reminder_days"),
        ]

    def __str__(self) -> str:
        return self.tier_name

    @property
    def tier_name(self) -> str:
        return str(self.get_tier_display()) if self.tier else str(_("Unrated"))
