"""The plan of an account for a year."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Account
from foundation.columns import Versioned, finite
from plans.rules import WHOLE, Mix, quarter_before
from teams.models import Team, User
from teams.visibility import OfAccount

from .rule import KeyPoint

FIRST_YEAR, LAST_YEAR = 2000, 2100
SWOT = ("strengths", "weaknesses", "opportunities", "threats")
MIX = ("marketing", "management", "support")


def _part(label: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(WHOLE)])  # type: ignore[arg-type]


class PlanQuerySet(OfAccount):
    """A plan of the same year as the survivor's stays with the merged account, to be read and no more to be written."""

    shows_set_aside = True


class AccountPlan(Versioned):
    """What we want to achieve with an account in a year. The aim, and objectives and actions that are marked so, may
    be shown to the customer; everything else is ours.

    `review_on` is the day after the quarter that is to be reviewed next; None once the year is.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="plans", verbose_name=_("account"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    aim = models.CharField(_("aim"), max_length=300)
    strengths = models.TextField(_("strengths"), max_length=2000, blank=True, default="")
    weaknesses = models.TextField(_("weaknesses"), max_length=2000, blank=True, default="")
    opportunities = models.TextField(pgettext_lazy("SWOT", "opportunities"), max_length=2000, blank=True, default="")
    threats = models.TextField(_("threats"), max_length=2000, blank=True, default="")
    notes = models.TextField(_("internal notes"), max_length=4000, blank=True, default="")
    marketing = _part(_("process marketing"))
    management = _part(_("sales management"))
    support = _part(_("support"))
    review_on = models.DateField(_("next review"), null=True, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("account plan")
        verbose_name_plural = _("account plans")
        ordering = ["-year", "id"]
        indexes = [models.Index(fields=["review_on", "id"], name="plan_review")]
        constraints = [
            models.UniqueConstraint(fields=["account", "year"], name="one_plan_a_year"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="plan_year"),
            models.CheckConstraint(
                condition=Q(marketing=None, management=None, support=None)
                | Q(marketing__isnull=False, management__isnull=False, support__isnull=False)
                & Q(marketing=WHOLE - F("management") - F("support")),
                name="plan_mix_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("plan_detail", args=[self.pk])

    @property
    def mix(self) -> Mix | None:
        """The resource mix as planned; None while nobody said."""
        return Mix.of([getattr(self, name) or 0 for name in MIX])

    @property
    def quarter(self) -> dt.date | None:
        """The first day of the quarter that is to be reviewed next."""
        return quarter_before(self.review_on) if self.review_on else None


class OfPlan(PlanQuerySet):
    """Rows that hang on a plan and are visible exactly when its account is."""

    path = "plan__account__"


class KeyCheck(models.Model):
    """A key that holds for the account of a plan; `at` is None where somebody took the tick back."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="checks")
    key = models.ForeignKey(KeyPoint, models.PROTECT, related_name="checks", verbose_name=_("key"))
    at = models.DateTimeField(_("when"), null=True, default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("tick of a key")
        verbose_name_plural = _("ticks of keys")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_tick_a_key")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key_id}"


class PlanShare(models.Model):
    """A team's part of the account's revenue. The parts of a plan add up to 100, or there are none."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="shares")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    share = models.DecimalField(_("share, %"), max_digits=5, decimal_places=2)

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("share of a team")
        verbose_name_plural = _("shares of teams")
        ordering = ["-share", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "team"], name="one_share_a_team"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=WHOLE) & finite("share"), name="share_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.share}"
