"""What an opportunity's record holds beside its own columns: lines, competitors, slips of its date, ticked criteria."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.columns import finite
from pipeline.choices import Standing
from pipeline.models.catalogue import Competitor, Product
from pipeline.models.opportunity import OfOpportunity, Opportunity
from pipeline.models.stage import StageCriterion
from teams.models import User


class Line(models.Model):
    """So much of a product at a price, in the opportunity's currency; `discount` in per cent."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=4)
    discount = models.DecimalField(_("discount, %"), max_digits=5, decimal_places=2, default=0)
    total = models.GeneratedField(
        expression=Round(F("quantity") * F("unit_price") * (100 - F("discount")) / 100, 2),
        output_field=models.DecimalField(max_digits=32, decimal_places=2),
        db_persist=True,
    )

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, discount__gte=0, discount__lte=100)
                & finite("quantity", "unit_price", "discount"),
                name="line_amounts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"


class Rival(models.Model):
    """A competitor in this deal, and where he stands in the customer's eyes."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="rivals")
    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="rivals", verbose_name=_("competitor"))
    standing = models.CharField(_("standing"), max_length=8, choices=Standing.choices, default=Standing.UNKNOWN)
    note = models.CharField(_("what they offer here"), max_length=300, blank=True, default="")

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("competitor in a deal")
        verbose_name_plural = _("competitors in deals")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["opportunity", "competitor"], name="rival_once")]

    def __str__(self) -> str:
        return str(self.competitor)


class DateChange(models.Model):
    """The expected close was moved: a slip where to a later day (`days` above zero). Append-only."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="date_changes")
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    days = models.IntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("change of the expected close")
        verbose_name_plural = _("changes of the expected close")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["opportunity", "at", "id"], name="date_change_opportunity")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Tick(models.Model):
    """An exit criterion is met by this opportunity: who says so, since when, by what evidence."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="ticks")
    criterion = models.ForeignKey(StageCriterion, models.CASCADE, related_name="ticks")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True, default="")

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("met exit criterion")
        verbose_name_plural = _("met exit criteria")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["opportunity", "criterion"], name="tick_once")]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.criterion_id}"
