from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned, shares_of_one
from scoring.models.policy import SHARE
from teams.visibility import Everybodys

MOST_DAYS = 3650


class WalletRule(Versioned):
    """One row: below which share of wallet ours is a small part, from which one we lead, when an estimate is old."""

    small_below = models.DecimalField(_("a small part: share below"), **SHARE, default="0.3")
    leading_from = models.DecimalField(_("main supplier: share from"), **SHARE, default="0.5")
    stale_days = models.PositiveSmallIntegerField(
        _("days after which an estimate is old"), default=365,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )  # fmt: skip

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("rule of shares of wallet")
        verbose_name_plural = _("rules of shares of wallet")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_wallet_rule"),
            models.CheckConstraint(
                condition=shares_of_one("small_below", "leading_from") & Q(leading_from__gte=F("small_below")),
                name="wallet_rule_shares",
            ),
            models.CheckConstraint(condition=Q(stale_days__range=(1, MOST_DAYS)), name="wallet_rule_days"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> WalletRule:
        return cls.objects.get(pk=1)
