from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation.columns import Versioned, finite
from teams.visibility import Everybodys, OfAccount


class RetentionRule(Versioned):
    """What the value of keeping customers is reckoned with, where nobody types another value: one row."""

    discount_rate = models.DecimalField(
        _("discount rate a year"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.10"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("What a year of waiting costs: a margin of next year is worth so much less today."),
    )
    min_accounts = models.PositiveIntegerField(
        _("accounts needed to tell a churn rate"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(10_000)],
        help_text=_("With fewer accounts in a group no churn rate is told for it."),
    )

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("assumption of the value of keeping")
        verbose_name_plural = _("assumptions of the value of keeping")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_retention_rule"),
            models.CheckConstraint(
                condition=Q(discount_rate__gte=0, discount_rate__lte=1, min_accounts__gte=5) & finite("discount_rate"),
                name="retention_rule_ranges",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Value of keeping"))

    @classmethod
    def current(cls) -> RetentionRule:
        return cls.objects.get(pk=1)


class Retained(models.Model):
    """A customer of the year before the last: whether it ordered in the last one too. Rewritten after each night.

    `tier` is the one that stood between the years; None where no night of then is on record.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="retained", verbose_name=_("account"))
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, null=True)
    stayed = models.BooleanField(_("ordered in the last year"))

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("customer of the year before the last")
        verbose_name_plural = _("customers of the year before the last")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.stayed}"
