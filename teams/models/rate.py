from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, RATE, finite

from .company import currency_code
from .user import User


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def visible_to(self, user: Any) -> ExchangeRateQuerySet:
        """Rates are the company's: everybody who works here sees them."""
        return self if getattr(user, "is_active", False) else self.none()


class ExchangeRate(models.Model):
    """What one unit of `currency` is worth in the base currency from `date` on, until the next row."""

    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    date = models.DateField(_("from"))
    rate = models.DecimalField(_("rate to the base currency"), **RATE)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="exchange_rate_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0) & finite("rate"), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.date} {self.rate}"

    @property
    def plain(self) -> str:
        """The rate without idle zeros: 7.8, not 7.80000000."""
        return f"{self.rate.normalize():f}"


HOURLY_LIMIT = Decimal(10) ** 12
"""A thousand hours at it, the most that one row says, are still an amount below BASE_LIMIT."""


class CostRateQuerySet(models.QuerySet["CostRate"]):
    def visible_to(self, user: Any) -> CostRateQuerySet:
        """What a person costs is for those who lead him; the rate of everybody else for all who lead."""
        if not getattr(user, "leads", False):
            return self.none()
        return self.filter(models.Q(user__in=User.objects.visible_to(user)) | models.Q(user=None))


class CostRate(models.Model):
    """What an hour of a person's time costs from a day on, in the base currency. No person: everybody else."""

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, verbose_name=_("person"))
    valid_from = models.DateField(_("from"))
    hourly = models.DecimalField(_("cost per hour"), **MONEY)

    objects = CostRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost rate")
        verbose_name_plural = _("cost rates")
        ordering = ["user", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["user", "valid_from"], nulls_distinct=False, name="cost_rate_day"),
            models.CheckConstraint(condition=models.Q(hourly__gte=0) & finite("hourly"), name="cost_rate_amount"),
            models.CheckConstraint(condition=models.Q(hourly__lt=HOURLY_LIMIT), name="cost_rate_sums_hold"),
        ]

    def __str__(self) -> str:
        return f"{self.user or '*'} {self.valid_from} {self.hourly}"
