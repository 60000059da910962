from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, RATE, finite

currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, for example CNY."))


class Company(models.Model):
    """The one company that this installation serves (a single row)."""

    name = models.CharField(_("name"), max_length=120)
    base_currency = models.CharField(
        _("base currency"), max_length=3, default="CNY", validators=[currency_code]
    )
    timezone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    night_hour = models.PositiveSmallIntegerField(
        _("hour of the nightly run"), default=2, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Company:
        """The company row; made with the defaults on first use."""
        return cls.objects.get_or_create(pk=1, defaults={"name": "KAM"})[0]


class ExchangeRate(models.Model):
    """What one unit of `currency` is worth in the base currency from `date` on, until the next row."""

    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    date = models.DateField(_("from"))
    rate = models.DecimalField(_("rate to the base currency"), **RATE)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="exchange_rate_day"),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0) & finite("rate"), name="exchange_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.date} {self.rate}"


class CostRate(models.Model):
    """What an hour of a person's time costs from a day on, in the base currency. No person: everybody else."""

    user = models.ForeignKey("teams.User", models.CASCADE, null=True, blank=True, verbose_name=_("person"))
    valid_from = models.DateField(_("from"))
    hourly = models.DecimalField(_("cost per hour"), **MONEY)

    class Meta:
        verbose_name = _("cost rate")
        verbose_name_plural = _("cost rates")
        ordering = ["user", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "valid_from"], nulls_distinct=False, name="cost_rate_day"
            ),
            models.CheckConstraint(
                condition=models.Q(hourly__gte=0) & finite("hourly"), name="cost_rate_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or '*'} {self.valid_from} {self.hourly}"
