from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from dossier.choices import NeedPart
from foundation import clock
from foundation.columns import Versioned
from teams.models import User
from teams.visibility import OfAccount


class Need(Versioned):
    """One part of what an account needs and how it buys, with the day on which somebody last found it true."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="needs", verbose_name=_("account"))
    part = models.CharField(_("part"), max_length=10, choices=NeedPart.choices)
    text = models.TextField(_("what we know"), max_length=2000)
    seen_on = models.DateField(_("found true on"), default=clock.today, editable=False)
    seen_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("found true by"), editable=False
    )

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["account", "part"]
        constraints = [
            models.UniqueConstraint(fields=["account", "part"], name="need_once"),
            models.CheckConstraint(condition=Q(part__in=NeedPart.values), name="need_part"),
        ]

    def __str__(self) -> str:
        return str(self.get_part_display())

    def get_absolute_url(self) -> str:
        return reverse("needs", args=[self.account_id])
