from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, RATE, Versioned, finite, one_of
from losses.choices import Approach, WinBackState
from teams.models import User, currency_code
from teams.visibility import OfAccount

from .loss import Loss


class OfLoss(OfAccount):
    path = "loss__account__"


class OfWinBack(OfAccount):
    path = "win_back__loss__account__"


class WinBack(Versioned):
    """How we try to win a lost customer back, and what came of it. One runs at a time; `expected` is revenue a year."""

    loss = models.ForeignKey(Loss, models.CASCADE, related_name="win_backs", verbose_name=_("lost account"))
    approach = models.CharField(_("how to win back"), max_length=8, choices=Approach.choices)
    aim = models.TextField(_("what we try"), max_length=2000)
    expected = models.DecimalField(_("expected value a year"), default=Decimal(0), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    rate = models.DecimalField(_("rate"), default=Decimal(1), editable=False, **RATE)
    state = models.CharField(
        _("state"), max_length=10, choices=WinBackState.choices, default=WinBackState.RUNNING, editable=False
    )
    ended_on = models.DateField(_("result on"), null=True, editable=False)
    result = models.TextField(_("result"), max_length=2000, blank=True, default="", editable=False)

    objects = OfLoss.as_manager()

    class Meta:
        verbose_name = _("win-back plan")
        verbose_name_plural = _("win-back plans")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["loss"], condition=Q(state="running"), name="one_win_back_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="running") ^ (Q(ended_on__isnull=False) & ~Q(result="")), name="win_back_has_result"
            ),
            one_of("state", WinBackState),
            one_of("approach", Approach),
            models.CheckConstraint(condition=Q(expected__gte=0) & finite("expected", "rate"), name="win_back_expected"),
        ]

    def __str__(self) -> str:
        return self.aim if len(self.aim) <= 80 else f"{self.aim[:79]}…"

    def get_absolute_url(self) -> str:
        return self.loss.get_absolute_url()

    @property
    def is_running(self) -> bool:
        return self.state == WinBackState.RUNNING


class WinBackStep(Versioned):
    """Who does what by when. What is dropped stays as a row."""

    win_back = models.ForeignKey(WinBack, models.CASCADE, related_name="steps", verbose_name=_("win-back plan"))
    text = models.CharField(_("step"), max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    is_dropped = models.BooleanField(_("no longer part of the plan"), default=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = OfWinBack.as_manager()

    class Meta:
        verbose_name = _("step of a win-back plan")
        verbose_name_plural = _("steps of win-back plans")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["win_back", "due_on"], name="step_of_win_back"),
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_at=None, is_dropped=False), name="win_back_step_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text
