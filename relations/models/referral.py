"""Referrals (转介绍): who brought us which account."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from foundation import clock
from foundation.columns import Versioned
from teams.visibility import visible_q


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> Self:
        """Who sees both ends: the account and who brought it; that of an account since merged is kept aside."""
        both = self.filter(visible_q(user, "account__"), visible_q(user, "introducer__account__"))
        return both.filter(account__merged_into=None)


class Referral(Versioned):
    """`account` came to us through `introducer`, a person at another account. An account is introduced once, and
    nobody introduces, through whomever, his own account."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="referral", verbose_name=_("introduced account")
    )
    introducer = models.ForeignKey(Contact, models.CASCADE, related_name="referrals", verbose_name=_("introduced by"))
    on = models.DateField(_("day"), default=clock.today)
    note = models.CharField(_("how it came about"), max_length=300, blank=True, default="")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.introducer} → {self.account}"
