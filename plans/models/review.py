from __future__ import annotations

import datetime as dt

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models import User

from .plan import AccountPlan, OfPlan


class PlanReview(models.Model):
    """What stood when a quarter of a plan was looked back on. Append-only."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="reviews", verbose_name=_("account plan"))
    quarter = models.DateField(_("quarter"))
    note = models.TextField(_("conclusion"), max_length=2000)
    figures = models.JSONField(_("what stood"), encoder=DjangoJSONEncoder, editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("review held by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("review of a plan")
        verbose_name_plural = _("reviews of plans")
        ordering = ["-quarter"]
        constraints = [models.UniqueConstraint(fields=["plan", "quarter"], name="one_review_a_quarter")]

    def __str__(self) -> str:
        return f"{self.plan} {quarter_name(self.quarter)}"

    def get_absolute_url(self) -> str:
        return reverse("plan_review", args=[self.pk])

    @property
    def name(self) -> str:
        return quarter_name(self.quarter)


def quarter_name(first: dt.date) -> str:
    """As both languages write it: Q3 2026."""
    return f"Q{(first.month + 2) // 3} {first.year}"
