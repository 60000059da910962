from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from care.choices import MATTER_OF, Level, Matter, Satisfaction
from care.rules import MOST_MINUTES
from foundation.columns import MONEY, RATE, Versioned, finite, within_base
from foundation.search import Folded, SearchGrams
from teams.models import User, currency_code
from teams.visibility import OfAccount

COMPLAINED: Final = Folded("text", "result")
"""What is searched of a complaint."""


class ComplaintQuerySet(OfAccount):
    def open(self) -> ComplaintQuerySet:
        return self.filter(closed_at=None)


class Complaint(Versioned):
    """A customer is unhappy and says so. It goes one level up by hand, or by itself when its hour has passed, and is
    closed with a result; what it cost becomes cost to serve."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="complaints", verbose_name=_("account"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who complains")
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.GRIEVANCE)
    text = models.TextField(_("what is wrong"), max_length=2000)
    handler = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handler"))
    reported_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("reported by"), editable=False
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), editable=False)
    minutes = models.PositiveIntegerField(_("minutes spent"), default=0, validators=[MaxValueValidator(MOST_MINUTES)])
    compensation = models.DecimalField(_("compensation"), default=Decimal(0), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    rate = models.DecimalField(_("rate"), default=Decimal(1), editable=False, **RATE)
    result = models.TextField(_("result"), max_length=2000, blank=True, default="")
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction afterwards"), choices=Satisfaction.choices, null=True, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("closed by"), editable=False
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="complaint_account"),
            models.Index(fields=["due_at", "id"], name="complaint_open", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["-received_at", "-id"], name="complaint_received"),
            GinIndex(SearchGrams(COMPLAINED), name="complaint_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="complaint_level"),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__in=Satisfaction.values),
                name="complaint_satisfaction",
            ),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(result=""), name="complaint_has_result"),
            models.CheckConstraint(
                condition=Q(compensation__gte=0) & finite("compensation", "rate"), name="complaint_compensation"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=MOST_MINUTES) & Q(within_base("compensation")), name="complaint_sums_hold"
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("complaint_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at <= timezone.now()

    @property
    def due_day(self) -> dt.date:
        """The reader's day on which its hour falls."""
        return timezone.localdate(self.due_at)

    @property
    def matter(self) -> Matter:
        """Whose authority decides it."""
        return MATTER_OF[Level(self.level)]
