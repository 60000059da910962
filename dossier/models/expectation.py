from __future__ import annotations

from typing import Final

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from dossier.choices import Met
from foundation import clock
from foundation.columns import Versioned
from foundation.search import Folded, SearchGrams
from teams.models import User
from teams.visibility import OfAccount

EXPECTED: Final = Folded("text")
"""What is searched of an expectation."""


class Expectation(Versioned):
    """What a customer expects of us. Never rewritten into another one: when it changes, a new row `follows` it and it
    is over from that day on, so that the log says what was expected when."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="expectations", verbose_name=_("account"))
    text = models.TextField(_("what they expect"), max_length=1000)
    heard_on = models.DateField(_("heard on"), default=clock.today)
    heard_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("heard by"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from whom")
    )
    met = models.CharField(_("is it met?"), max_length=7, choices=Met.choices, default=Met.UNKNOWN)
    ended_on = models.DateField(_("over since"), null=True, editable=False)
    follows = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="successor", verbose_name=_("follows"), editable=False
    )

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("expectation")
        verbose_name_plural = _("expectations")
        ordering = ["-heard_on", "-id"]
        indexes = [
            models.Index(fields=["account", "-heard_on", "-id"], name="expectation_account"),
            GinIndex(SearchGrams(EXPECTED), name="expectation_search"),
            models.Index(fields=["account"], name="expectation_now", condition=Q(ended_on__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("heard_on")), name="expectation_ends_after"
            ),
            models.CheckConstraint(condition=Q(met__in=Met.values), name="expectation_met"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("expectation_list", args=[self.account_id])

    @property
    def is_current(self) -> bool:
        return self.ended_on is None
