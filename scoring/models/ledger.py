from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.columns import BASE_LIMIT, RATE, finite
from scoring.choices import EntryKind
from teams.visibility import OfAccount

BASE_MONEY: dict[str, Any] = {"max_digits": 30, "decimal_places": 8}
# Order lines of other systems carry fractions of a cent; only with them do their sums come out to the last digit.
ENTRY_MONEY: dict[str, Any] = {"max_digits": 20, "decimal_places": 4}

"""Of an amount in the base currency: a million such entries still fit the columns of their sums."""


class LedgerEntry(models.Model):
    """Revenue and cost of an account on a day, in the entry's currency, with the rate used.

    `cost` of a sale is its direct cost; a rebate, a complaint (handling, compensation) or other service has no revenue,
    and what it costs is cost to serve. The nightly aggregate reads only covering indexes: (account, date) INCLUDE (base
    amounts) over all entries, and one over those that are no sales.
    """

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="ledger", db_index=False, verbose_name=_("account")
    )
    date = models.DateField(_("date"))
    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind, default=EntryKind.SALE, db_default=EntryKind.SALE
    )
    revenue = models.DecimalField(_("revenue"), **ENTRY_MONEY)
    cost = models.DecimalField(_("direct cost"), **ENTRY_MONEY, default=0)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(**RATE, default=1, editable=False)
    revenue_base = models.GeneratedField(
        expression=F("revenue") * F("rate"), output_field=models.DecimalField(**BASE_MONEY), db_persist=True
    )
    cost_base = models.GeneratedField(
        expression=F("cost") * F("rate"), output_field=models.DecimalField(**BASE_MONEY), db_persist=True
    )
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["account", "date"], include=["revenue_base", "cost_base"], name="ledger_window"),
            models.Index(fields=["date"], include=["account"], name="ledger_day"),
            models.Index(
                fields=["account", "date"],
                include=["kind", "cost_base"],
                condition=~Q(kind="sale"),
                name="ledger_other_costs",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="ledger_external_id"),
            models.CheckConstraint(condition=Q(rate__gt=0) & finite("revenue", "cost", "rate"), name="ledger_amounts"),
            models.CheckConstraint(
                condition=Q(revenue_base__gt=-BASE_LIMIT, revenue_base__lt=BASE_LIMIT)
                & Q(cost_base__gt=-BASE_LIMIT, cost_base__lt=BASE_LIMIT),
                name="ledger_sums_hold",
            ),
            models.CheckConstraint(condition=Q(kind="sale") | Q(revenue=0), name="ledger_only_sales_have_revenue"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.date} {self.revenue}"
