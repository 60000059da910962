from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation import clock
from foundation.columns import Versioned, finite
from scoring.choices import AlertState, Cause, Escalates, Outcome, Verdict
from teams.models import User
from teams.visibility import OfAccount, RuleMakers

OPEN_STATES = [AlertState.NEW, AlertState.ACKNOWLEDGED, AlertState.ACTING]
CLOSED_STATES = [AlertState.RESOLVED, AlertState.FALSE_ALARM]


class AlertRule(Versioned):
    """When a cause alerts, as data. `threshold` by cause: overdue: times its own median gap; falling profit: share
    lost against the window before; cadence: times the tier's cadence; no next step: days since the last visit;
    dissatisfied: mean points of experience below expectation; contract ends: days before the last day of notice;
    complaint: days that it has been open; decision-maker left: days since. A tier
    without days to act of its own has `due_days`."""

    cause = models.CharField(_("cause"), max_length=16, choices=Cause.choices, unique=True)
    is_enabled = models.BooleanField(_("in use"), default=True)
    threshold = models.DecimalField(_("threshold"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    tiers = ArrayField(
        models.CharField(max_length=10, choices=Tier.choices),
        default=list,
        blank=True,
        verbose_name=_("only for these tiers"),
        help_text=_("None chosen: every account, rated or not."),
    )
    min_orders = models.PositiveSmallIntegerField(
        _("orders needed to know a rhythm"), default=4, validators=[MinValueValidator(3)]
    )
    due_days = models.PositiveSmallIntegerField(_("days to act"), default=7)
    due_platinum = models.PositiveSmallIntegerField(_("days to act, platinum"), null=True, blank=True)
    due_gold = models.PositiveSmallIntegerField(_("days to act, gold"), null=True, blank=True)
    due_iron = models.PositiveSmallIntegerField(_("days to act, iron"), null=True, blank=True)
    due_lead = models.PositiveSmallIntegerField(_("days to act, lead"), null=True, blank=True)
    escalates = models.CharField(
        _("escalates"), max_length=12, choices=Escalates.choices, default=Escalates.UNTIL_CLOSED
    )
    escalate_days = models.PositiveSmallIntegerField(
        _("days until it goes further up"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Past its day it goes to who leads the account's team; after each further so many days one higher."
        ),
    )
    quiet_days = models.PositiveSmallIntegerField(
        _("days of quiet after somebody closed it"),
        default=90,
        help_text=_("While the cause goes on, the alert comes back after these days; sooner when the cause recurs."),
    )

    objects = RuleMakers.as_manager()

    class Meta:
        verbose_name = _("alert rule")
        verbose_name_plural = _("alert rules")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=0) & finite("threshold"), name="alert_threshold")
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display())

    @property
    def days_by_tier(self) -> list[tuple[Any, int]]:
        """(tier in words, its days to act), the unrated last."""
        return [*((tier.label, self.days_of(tier)) for tier in Tier), (_("Unrated"), self.due_days)]

    def days_of(self, tier: str) -> int:
        """Days to act at accounts of that tier ("": unrated)."""
        own: int | None = getattr(self, f"due_{tier}") if tier else None
        return self.due_days if own is None else own


class Alert(Versioned):
    """Somebody should look at this account for this cause. At most one open alert per account and cause.

    `over_on` is the day on which the cause was gone (or the quiet after a person's closing had passed). Until then a
    closed alert keeps its cause silent, so that closing one does not bring it back the next morning. `facts` holds
    what the cause was found from; its keys by cause are listed in docs/scoring.md. `outcome` is what a person said on
    closing; `verdict` what the ledger says once the horizon is over (docs/scoring.md, "Were the alerts right?").
    """

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="alerts", db_index=False, verbose_name=_("account")
    )
    cause = models.CharField(_("cause"), max_length=16, choices=Cause.choices)
    state = models.CharField(_("state"), max_length=12, choices=AlertState.choices, default=AlertState.NEW)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    opened_on = models.DateField(_("since"))
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    over_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    acting_since = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True, default="")
    verdict = models.CharField(_("in the end"), max_length=12, choices=Verdict.choices, blank=True, default="")
    escalated_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("escalated to"))
    escalated_on = models.DateField(_("escalated on"), null=True)
    escalation_level = models.PositiveSmallIntegerField(default=0)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "cause"],
                condition=Q(over_on__isnull=True),
                name="one_current_alert_per_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OPEN_STATES) | Q(over_on__isnull=True), name="open_alert_is_current"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OPEN_STATES) | Q(outcome=""), name="open_alert_has_no_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="alert_state_due"),
            models.Index(fields=["account", "-id"], name="alert_account"),
            models.Index(
                fields=["cause", "closed_at"],
                condition=Q(over_on__isnull=True, state__in=[AlertState.RESOLVED, AlertState.FALSE_ALARM]),
                name="alert_quiet",
            ),
            models.Index(fields=["opened_on"], name="alert_opened"),
            models.Index(fields=["escalated_to", "due_on"], condition=Q(state__in=OPEN_STATES), name="alert_escalated"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.cause}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def closed_on(self) -> dt.date | None:
        """By the reader's calendar."""
        return timezone.localdate(self.closed_at) if self.closed_at and not self.is_open else None

    @property
    def is_late(self) -> bool:
        """Open, and past its day by the reader's calendar."""
        return self.is_open and self.due_on < clock.today()
