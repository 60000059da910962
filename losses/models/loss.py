from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from foundation.columns import Versioned, one_of
from losses.choices import LossState
from pipeline.models import Competitor
from teams.models import User
from teams.visibility import OfAccount

from .reason import LossReason


class Loss(Versioned):
    """An account was lost: its loss review. `reason` is the one that weighed most, so that shares add up to a whole;
    `also` are the others. Over when the customer is won back, or when it was marked by mistake."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="losses", verbose_name=_("account"))
    lost_on = models.DateField(_("lost on"))
    reason = models.ForeignKey(LossReason, models.PROTECT, related_name="+", verbose_name=_("main reason"))
    also = models.ManyToManyField(LossReason, related_name="+", blank=True, verbose_name=_("further reasons"))
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who took it")
    )
    decided_by = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    learned = models.TextField(_("what we learned"), max_length=2000)
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=LossState.choices, default=LossState.LOST, editable=False
    )
    ended_on = models.DateField(_("over since"), null=True, editable=False)
    end_note = models.TextField(_("why it is over"), max_length=2000, blank=True, default="", editable=False)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("lost account")
        verbose_name_plural = _("lost accounts")
        ordering = ["-lost_on", "-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="loss_account"),
            models.Index(fields=["-lost_on", "-id"], name="loss_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="lost"), name="lost_once_at_a_time"),
            models.CheckConstraint(condition=Q(state="lost") ^ Q(ended_on__isnull=False), name="loss_ends_with_a_day"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("lost_on")), name="loss_ends_after"
            ),
            one_of("state", LossState),
            models.CheckConstraint(condition=~Q(learned=""), name="loss_is_reviewed"),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def get_absolute_url(self) -> str:
        return reverse("loss_detail", args=[self.pk])

    @property
    def is_lost(self) -> bool:
        return self.state == LossState.LOST
