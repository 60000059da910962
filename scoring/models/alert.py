from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.columns import Versioned, finite
from scoring.choices import AlertState, Cause
from teams.models import User
from teams.visibility import OfAccount

OPEN_STATES = [AlertState.NEW, AlertState.ACKNOWLEDGED, AlertState.ACTING]


class AlertRule(Versioned):
    """When a cause alerts, as data. `threshold` by cause: overdue: times its own median gap; falling profit: share
    lost against the window before; cadence: times the tier's cadence; no next step: days since the last visit."""

    cause = models.CharField(_("cause"), max_length=16, choices=Cause.choices, unique=True)
    is_enabled = models.BooleanField(_("in use"), default=True)
    threshold = models.DecimalField(_("threshold"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    due_days = models.PositiveSmallIntegerField(_("days to act"), default=7)

    class Meta:
        verbose_name = _("alert rule")
        verbose_name_plural = _("alert rules")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=0) & finite("threshold"), name="alert_threshold")
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display())


class Alert(Versioned):
    """Somebody should look at this account for this cause. At most one open alert per account and cause."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="alerts", verbose_name=_("account"))
    cause = models.CharField(_("cause"), max_length=16, choices=Cause.choices)
    state = models.CharField(_("state"), max_length=12, choices=AlertState.choices, default=AlertState.NEW)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    opened_on = models.DateField(_("since"))
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "cause"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_alert_per_cause",
            )
        ]
        indexes = [models.Index(fields=["state", "due_on", "id"], name="alert_state_due")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.cause}"
