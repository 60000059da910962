from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Channel, Outcome, Tier, VisitState
from accounts.rules import FIRST_MOMENT, LAST_MOMENT, MOST_MINUTES
from foundation.columns import BASE_LIMIT, MONEY, RATE, Versioned, finite
from foundation.search import Folded, SearchGrams
from teams.models import User
from teams.visibility import OfAccount

if TYPE_CHECKING:
    from accounts.models.contact import Contact


SAID = Folded("purpose", "summary", "next_step")
"""Everything a visit's notes say, as they are searched."""


class Visit(Versioned):
    """A planned or logged contact with people of an account (拜访记录).

    `next_step` is what we promised; `next_step_done_at` closes it. Expenses keep their currency and the rate used.
    `latitude`, `longitude` (WGS 84, degrees) say where the phone was when the visitor checked in, and only then.
    """

    account = models.ForeignKey(
        "Account", models.CASCADE, related_name="visits", db_index=False, verbose_name=_("account")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("who"))
    contacts: models.ManyToManyField[Contact, Any] = models.ManyToManyField(
        "Contact", related_name="visits", blank=True, verbose_name=_("whom")
    )
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.LOGGED)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices, default=Channel.IN_PERSON)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True, default="")
    summary = models.TextField(_("what was said"), blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    next_step = models.CharField(_("next step"), max_length=200, blank=True, default="")
    next_step_on = models.DateField(_("by when"), null=True, blank=True)
    next_step_done_at = models.DateTimeField(null=True, editable=False)
    expenses = models.DecimalField(_("expenses"), **MONEY, default=0)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(**RATE, default=1, editable=False)
    expenses_base = models.GeneratedField(
        expression=F("expenses") * F("rate"),
        output_field=models.DecimalField(max_digits=30, decimal_places=8),
        db_persist=True,
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    place_accuracy = models.PositiveIntegerField(_("accuracy of the place in metres"), null=True, blank=True)
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(
                fields=["account", "-starts_at"],
                include=["state", "by", "minutes", "expenses_base"],  # what visits cost, without a look at them
                name="visit_account_time",
            ),
            models.Index(fields=["by", "starts_at"], name="visit_person_time"),
            models.Index(fields=["starts_at"], name="visit_time"),
            GinIndex(SearchGrams(SAID), name="visit_search"),
            models.Index(
                fields=["account", "next_step_on"],
                name="visit_open_step",
                condition=Q(next_step_on__isnull=False, next_step_done_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="visit_external_id"),
            models.CheckConstraint(
                condition=Q(expenses__gte=0, rate__gt=0) & finite("expenses", "rate"), name="visit_expenses"
            ),
            models.CheckConstraint(condition=Q(expenses_base__lt=BASE_LIMIT), name="visit_sums_hold"),
            models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES), name="visit_minutes_of_a_day"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, place_accuracy=None)
                | Q(latitude__isnull=False, latitude__gte=-90, latitude__lte=90)
                & Q(longitude__isnull=False, longitude__gte=-180, longitude__lte=180),
                name="visit_place",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=FIRST_MOMENT, starts_at__lte=LAST_MOMENT), name="visit_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.starts_at:%Y-%m-%d}"

    # A timeline has many; Django's own prepare all choices of the field for each of them.
    def get_channel_display(self) -> str:  # type: ignore[no-redef]
        return str(Channel(self.channel).label)

    def get_outcome_display(self) -> str:  # type: ignore[no-redef]
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def has_place(self) -> bool:
        """Whether the visitor checked in."""
        return self.latitude is not None

    @property
    def has_open_step(self) -> bool:
        """Whether something was promised that is still to be done."""
        promised = self.state == VisitState.LOGGED and self.next_step_on is not None
        return promised and self.next_step_done_at is None


class Cadence(Versioned):
    """How often an account of a tier is to be visited; tier "" counts for accounts that are not rated yet."""

    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True, default="", unique=True)
    days = models.PositiveSmallIntegerField(_("days between visits"))

    class Meta:
        verbose_name = _("visit cadence")
        verbose_name_plural = _("visit cadences")
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="cadence_days")]

    def __str__(self) -> str:
        return f"{self.tier} {self.days}"
