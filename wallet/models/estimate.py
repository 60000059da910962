"""What a customer spends a year on what we sell, and with whom: each estimate is kept, so that it can be followed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from foundation import clock
from foundation.columns import MONEY, RATE, Versioned, finite, shares_of_one
from pipeline.models import Competitor
from scoring.models.ledger import BASE_MONEY
from scoring.models.policy import SHARE
from teams.models import User, currency_code
from teams.visibility import OfAccount
from wallet.choices import Source


class EstimateQuerySet(OfAccount):
    def counting(self) -> Self:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_on=None)


class Estimate(Versioned):
    """What an account spent with everybody, on what we sell, in the twelve months from `since` to `until`. Never
    edited: who knows better writes down another one; one that was wrong is withdrawn and counts for nothing. Our part
    is no column: the ledger has it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="wallets", verbose_name=_("account"))
    since = models.DateField(_("first day"), editable=False)
    until = models.DateField(_("twelve months until"))
    amount = models.DecimalField(_("what they spend a year"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    rate = models.DecimalField(_("rate"), default=1, editable=False, **RATE)
    amount_base = models.GeneratedField(
        expression=F("amount") * F("rate"), output_field=models.DecimalField(**BASE_MONEY), db_persist=True
    )
    source = models.CharField(_("how we know"), max_length=8, choices=Source.choices, default=Source.SAID)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who said it")
    )
    heard_on = models.DateField(_("heard on"), default=clock.today)
    heard_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("heard by"))
    note = models.TextField(_("note"), max_length=1000, blank=True, default="")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    end_note = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, default="", editable=False)

    objects = EstimateQuerySet.as_manager()

    class Meta:
        verbose_name = _("estimate of a wallet")
        verbose_name_plural = _("estimates of wallets")
        ordering = ["-until", "-heard_on", "-id"]
        indexes = [
            models.Index(
                fields=["account", "-until", "-heard_on", "-id"],
                condition=Q(withdrawn_on__isnull=True),
                name="wallet_latest",
            ),
            models.Index(fields=["account", "-id"], name="wallet_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0) & finite("amount", "rate"), name="wallet_amount"
            ),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="wallet_months"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="wallet_source"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(end_note=""), name="wallet_withdrawn_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def get_absolute_url(self) -> str:
        return reverse("wallet", args=[self.account_id])

    @property
    def counts(self) -> bool:
        return self.withdrawn_on is None


class OfEstimate(OfAccount):
    """Rows that hang on an estimate and are visible exactly when its account is."""

    path = "estimate__account__"


class Part(models.Model):
    """What part of it a competitor has, a share of one (None: nobody knows), and why: as of that estimate."""

    estimate = models.ForeignKey(
        Estimate, models.CASCADE, related_name="parts", verbose_name=_("estimate of a wallet")
    )  # fmt: skip
    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="+", verbose_name=_("competitor"))
    share = models.DecimalField(_("share"), **SHARE, null=True, blank=True)
    strengths = models.CharField(_("why they buy there"), max_length=300, blank=True, default="")
    weaknesses = models.CharField(_("where they are weak"), max_length=300, blank=True, default="")

    objects = OfEstimate.as_manager()

    class Meta:
        verbose_name = _("competitor at an account")
        verbose_name_plural = _("competitors at accounts")
        ordering = [F("share").desc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["estimate", "competitor"], name="wallet_competitor_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | shares_of_one("share") & finite("share"), name="wallet_part_of_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.competitor)
