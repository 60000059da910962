from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, Versioned, finite


class CatalogueQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The catalogues are the company's: whoever works here sees them."""
        return self if getattr(user, "is_active", False) else self.none()

    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Product(Versioned):
    """Something we sell. One that is taken out of the catalogue stays on the lines that name it."""

    code = models.CharField(_("product code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    list_price = models.DecimalField(_("list price"), **MONEY, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    retired_at = models.DateTimeField(_("taken out"), null=True, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="product_code"),
            models.CheckConstraint(
                condition=Q(list_price__isnull=True) | (Q(list_price__gte=0) & finite("list_price") & ~Q(currency="")),
                name="product_list_price",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Competitor(Versioned):
    """Somebody who sells against us."""

    name = models.CharField(_("name"), max_length=120)
    strengths = models.CharField(_("strengths"), max_length=300, blank=True, default="")
    weaknesses = models.CharField(_("weak points"), max_length=300, blank=True, default="")
    retired_at = models.DateTimeField(_("taken out"), null=True, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="competitor_name")]

    def __str__(self) -> str:
        return self.name
