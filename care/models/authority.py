"""Service authority (服务授权): who may decide what for accounts of a tier, and how fast; and the iceberg's figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from care.choices import DECIDERS, Matter
from care.rules import Iceberg
from foundation.columns import Versioned, shares_of_one

MOST_HOURS = 8760


class RuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Whoever works here sees the company's rules."""
        return self if getattr(user, "is_active", False) else self.none()


class Authority(Versioned):
    """For accounts of `tier` ("" is not rated yet): the lowest role that decides a matter, and within how many hours.

    For the levels of a complaint these are also the hours until it goes one level up.
    """

    matter = models.CharField(_("what is decided"), max_length=12, choices=Matter.choices, editable=False)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True, editable=False)
    decides = models.CharField(_("who decides"), max_length=12, choices=DECIDERS)
    hours = models.PositiveIntegerField(_("hours"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)])

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("service authority")
        verbose_name_plural = _("service authorities")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "tier"], name="one_authority"),
            models.CheckConstraint(condition=models.Q(hours__range=(1, MOST_HOURS)), name="authority_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}, {self.tier_name}"

    @property
    def tier_name(self) -> str:
        return str(self.get_tier_display()) if self.tier else str(_("Unrated"))

    @property
    def within(self) -> dt.timedelta:
        return dt.timedelta(hours=self.hours)


class IcebergRule(Versioned):
    """What one complaint stands for. One row; as shipped, the figures of the source."""

    unhappy = models.PositiveSmallIntegerField(
        _("unhappy customers behind one complaint"), default=25,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )  # fmt: skip
    leave = models.DecimalField(
        _("share of the silent ones who leave"), max_digits=5, decimal_places=4, default=Decimal("0.8"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    stay = models.DecimalField(
        _("share of complainers who stay if it is solved fast and well"), max_digits=5, decimal_places=4,
        default=Decimal("0.95"), validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("iceberg of complaints")
        verbose_name_plural = _("iceberg of complaints")
        constraints = [
            models.CheckConstraint(condition=models.Q(unhappy__gte=1), name="iceberg_unhappy"),
            models.CheckConstraint(condition=shares_of_one("leave", "stay"), name="iceberg_shares"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def of(self, complaints: int) -> Iceberg:
        return Iceberg(complaints, self.unhappy, self.leave, self.stay)
