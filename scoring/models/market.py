from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned, finite, shares_of_one
from pipeline.models import Competitor
from scoring.choices import Market
from scoring.models.policy import SHARE
from teams.visibility import Everybodys


class MarketShareQuerySet(models.QuerySet["MarketShare"]):
    def visible_to(self, user: Any) -> Self:
        """What the market looks like is the company's: everybody who works here sees it."""
        return self if getattr(user, "is_active", False) else self.none()


class MarketShare(models.Model):
    """What part of a market somebody had in a period: we ourselves where no competitor is named. `share` is 0 to 1.

    `period` is the period as it was named (2025, 2025-H1, 2025-Q3, 2025-09), first and last day follow from it.
    """

    period = models.CharField(_("period"), max_length=7)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    market = models.CharField(_("market"), max_length=8, choices=Market)
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, null=True, verbose_name=_("competitor"), related_name="+"
    )
    share = models.DecimalField(_("share"), **SHARE)
    source = models.CharField(_("source"), max_length=200, blank=True, default="")

    objects = MarketShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("market share")
        verbose_name_plural = _("market shares")
        ordering = ["-last_day", "first_day", "market", "competitor"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "market", "competitor"], nulls_distinct=False, name="market_share_once"
            ),
            models.CheckConstraint(condition=shares_of_one("share") & finite("share"), name="market_share_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.get_market_display()}"


class MarketRule(Versioned):
    """By what our market share and the key accounts' part of our revenue are judged (domain §2): one row. Shares are 0
    to 1. `key_share` is the part that key accounts should bring, `leeway` what "clearly more" and "about" mean."""

    opportunity_from = models.DecimalField(_("opportunity: market share from"), **SHARE, default="0.3")
    opportunity_to = models.DecimalField(_("opportunity: market share up to"), **SHARE, default="0.4")
    healthy_from = models.DecimalField(_("healthy: market share from"), **SHARE, default="0.5")
    reasonable_from = models.DecimalField(_("reasonable: market share from"), **SHARE, default="0.6")
    key_share = models.DecimalField(_("key accounts' part of revenue"), **SHARE, default="0.4")
    leeway = models.DecimalField(_("leeway: clearly more, about"), **SHARE, default="0.05")
    key_growth = models.DecimalField(_("expected growth of the key-account market a year"), **SHARE, default="0.3")

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("market rule")
        verbose_name_plural = _("market rules")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_market_rule"),
            models.CheckConstraint(
                condition=shares_of_one(
                    "opportunity_from", "opportunity_to", "healthy_from", "reasonable_from", "key_share", "leeway",
                    "key_growth",
                ),
                name="market_rule_shares",
            ),
            models.CheckConstraint(
                condition=Q(opportunity_to__gte=models.F("opportunity_from")), name="market_rule_in_order"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> MarketRule:
        return cls.objects.get(pk=1)
