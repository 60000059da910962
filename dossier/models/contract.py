from __future__ import annotations

import datetime as dt
from typing import Final

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from dossier.choices import ContractKind, ContractState
from foundation import clock
from foundation.columns import MONEY, RATE, Versioned, finite, one_of
from foundation.search import Folded, SearchGrams
from teams.models import User, currency_code
from teams.visibility import OfAccount

MOST_NOTICE_DAYS = 1095
MOST_MONTHS = 120

AGREED: Final = Folded("title", "number", "notes")
"""What is searched of a contract."""


class Contract(Versioned):
    """What was agreed with a customer, from when until when. One without an end runs until it is terminated; one that
    `renews` goes on by `renewal_months` each time its end has passed, unless it was terminated or another one that is
    signed follows.

    `end_day` is the day of the month of the end that somebody wrote, 31 for the last of a month: a shorter month that
    a renewal passes through does not move it for good. None where no renewal has moved it since.

    `settled_for` is the end about which somebody has decided; `reminded_for` the one that was spoken of: both are
    outdated by themselves when the end moves. Its state follows from the days: see `state_on`.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="contracts", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=10, choices=ContractKind.choices, default=ContractKind.FRAME)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), default=0, validators=[MaxValueValidator(MOST_NOTICE_DAYS)]
    )
    decide_by = models.GeneratedField(
        expression=ExpressionWrapper(F("ends_on") - F("notice_days"), models.DateField()),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name=_("last day of notice"),
    )
    renews = models.BooleanField(_("renews by itself"), default=False)
    renewal_months = models.PositiveSmallIntegerField(
        _("renews by months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    value = models.DecimalField(_("value"), null=True, blank=True, **MONEY)
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    rate = models.DecimalField(_("rate"), default=1, editable=False, **RATE)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("responsible"))
    notes = models.TextField(_("notes"), max_length=2000, blank=True, default="")
    follows = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="successor", verbose_name=_("follows"), editable=False
    )
    terminated_on = models.DateField(_("terminated on"), null=True, editable=False)
    end_note = models.TextField(_("why it was terminated"), max_length=2000, blank=True, default="", editable=False)
    end_day = models.PositiveSmallIntegerField(null=True, editable=False)
    settled_for = models.DateField(null=True, editable=False)
    reminded_for = models.DateField(null=True, editable=False)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="contract_account"),
            GinIndex(SearchGrams(AGREED), name="contract_search"),
            models.Index(
                fields=["decide_by", "id"],
                name="contract_decide",
                condition=Q(signed_on__isnull=False, terminated_on__isnull=True, ends_on__isnull=False),
            ),
            models.Index(
                Coalesce("terminated_on", "ends_on"), name="contract_last_day", condition=Q(signed_on__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="contract_external_id"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(renews=False, notice_days=0), name="contract_open_end"
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=MOST_NOTICE_DAYS) & Q(renewal_months__range=(1, MOST_MONTHS)),
                name="contract_periods",
            ),
            models.CheckConstraint(
                condition=Q(terminated_on__isnull=True)
                | (
                    Q(signed_on__isnull=False, terminated_on__gte=F("starts_on"))
                    & (Q(ends_on__isnull=True) | Q(renews=True) | Q(terminated_on__lte=F("ends_on")))
                ),
                name="contract_terminated_within",
            ),
            one_of("kind", ContractKind),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | (Q(value__gte=0) & finite("value", "rate")), name="contract_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("contract_detail", args=[self.pk])

    @property
    def is_terminated(self) -> bool:
        return self.terminated_on is not None

    def state_on(self, today: dt.date, lead: int, *, is_followed: bool) -> ContractState:
        """`lead`: how many days before its last day of notice it counts as ending. Terminated with a day to come, it
        is ending until then. Followed by one that is signed, it does not renew itself any more."""
        if self.signed_on is None:
            return ContractState.DRAFT
        if self.terminated_on is not None:
            return ContractState.TERMINATED if self.terminated_on < today else ContractState.ENDING
        if self.ends_on is None:
            return ContractState.RUNNING
        if self.ends_on < today and (is_followed or not self.renews):
            return ContractState.ENDED
        return ContractState.ENDING if self.decide_by - dt.timedelta(lead) <= today else ContractState.RUNNING

    @property
    def state(self) -> ContractState:
        """On the reader's day. Of a row that was read with `with_lead`."""
        return self.state_on(clock.today(), self.lead, is_followed=self.is_followed)  # type: ignore[attr-defined]

    @property
    def wants_decision(self) -> bool:
        """It is spoken of, and nobody has decided. Of a row that was read with `with_lead`."""
        is_near = self.state in {ContractState.ENDING, ContractState.ENDED} and not self.is_terminated
        return is_near and self.settled_for != self.ends_on and not self.is_followed  # type: ignore[attr-defined]

    @property
    def state_name(self) -> str:
        return str(self.state.label)
