from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.columns import Versioned, finite
from scoring.choices import FitMethod, FitPurpose, FitState
from scoring.models.ledger import BASE_MONEY
from scoring.risk import Bands
from teams.models import User
from teams.visibility import Everybodys, OfAccount

RISK_SHARE: dict[str, Any] = {
    "max_digits": 3,
    "decimal_places": 2,
    "validators": [MinValueValidator(Decimal("0.01")), MaxValueValidator(1)],
}
"""A risk as it is published: whole per cents."""


class FitQuerySet(models.QuerySet["ChurnFit"]):
    def visible_to(self, user: Any) -> Self:
        """Accuracy is everybody's: nobody should read a prediction without it."""
        return self if getattr(user, "is_active", False) else self.none()


class ChurnRule(Versioned):
    """What the churn model is asked for: one row. From which risk on somebody is alerted, an AlertRule says."""

    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead"),
        default=91,
        validators=[MinValueValidator(14), MaxValueValidator(730)],
        help_text=_("Leaving means: no order in so many days. 91 is a quarter."),
    )
    min_accounts = models.PositiveIntegerField(
        _("accounts needed"),
        default=100,
        validators=[MinValueValidator(50), MaxValueValidator(1_000_000)],
        help_text=_("With fewer accounts that have ever bought, only the rules speak."),
    )
    sample_size = models.PositiveIntegerField(
        _("accounts in the sample"),
        default=20_000,
        validators=[MinValueValidator(1_000), MaxValueValidator(50_000)],
        help_text=_("The model is fitted on at most about so many accounts, the same each time; all are predicted."),
    )

    stale_days = models.PositiveSmallIntegerField(
        _("days without any order"),
        default=31,
        validators=[MinValueValidator(7), MaxValueValidator(366)],
        help_text=_("After so many the ledger counts as not up to date, and no risk is told. More for seasonal trade."),
    )

    watch_from = models.DecimalField(_("watched from a risk of"), **RISK_SHARE, default=Decimal("0.30"))
    high_from = models.DecimalField(_("high from a risk of"), **RISK_SHARE, default=Decimal("0.60"))

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("churn rule")
        verbose_name_plural = _("churn rules")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_churn_rule"),
            models.CheckConstraint(
                condition=Q(horizon_days__range=(14, 730), min_accounts__gte=50, sample_size__range=(1_000, 50_000)),
                name="churn_rule_ranges",
            ),
            models.CheckConstraint(condition=Q(stale_days__range=(7, 366)), name="churn_rule_stale_days"),
            models.CheckConstraint(
                condition=Q(watch_from__gt=0, watch_from__lt=models.F("high_from"), high_from__lte=1)
                & finite("watch_from", "high_from"),
                name="churn_rule_bands",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Churn model"))

    @classmethod
    def current(cls) -> ChurnRule:
        return cls.objects.get(pk=1)

    @property
    def bands(self) -> Bands:
        return Bands(self.watch_from, self.high_from)


class ChurnFit(models.Model):
    """The churn model as of a day, or why there is none, with how it did on the company's own past.

    `parameters`: r, alpha, a, b, has_dropout, log_likelihood (time in weeks) and the logistic's intercept and weights.
    `checks` is what decided on signal and method; `backtest` judges the whole procedure, run as of an earlier day, on
    what then happened. Their keys are listed in docs/scoring.md. `sampled` accounts were looked at.
    """

    as_of = models.DateField(_("as of"))
    purpose = models.CharField(max_length=10, choices=FitPurpose.choices, default=FitPurpose.NIGHT)
    horizon_days = models.PositiveSmallIntegerField(_("days ahead"))
    state = models.CharField(_("state"), max_length=10, choices=FitState.choices)
    method = models.CharField(_("method"), max_length=10, choices=FitMethod.choices, default=FitMethod.NONE)
    parameters = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    checks = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    backtest = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sampled = models.PositiveIntegerField(_("accounts in the sample"), default=0)
    predicted = models.PositiveIntegerField(_("accounts predicted"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("computed"), default=timezone.now)

    objects = FitQuerySet.as_manager()

    class Meta:
        verbose_name = _("churn fit")
        verbose_name_plural = _("churn fits")
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["as_of"], condition=Q(purpose="night"), name="one_churn_fit_a_night")
        ]
        indexes = [models.Index(fields=["purpose", "-as_of", "-id"], name="churn_fit_latest")]

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"

    @property
    def has_numbers(self) -> bool:
        return self.state == FitState.FITTED

    @property
    def own_check(self) -> dict[str, Any] | None:
        """How its method did, cross-fitted, on the earlier days it was learned from; None without numbers."""
        return self.checks.get(str(self.method))

    @property
    def judged_as_of(self) -> dt.date | None:
        """The earlier day on which the back-test stood."""
        return dt.date.fromisoformat(self.backtest["as_of"]) if self.backtest else None


class ChurnPrediction(models.Model):
    """What the standing fit says about an account, and what it says it from.

    `risk` is P(no order within the horizon) in whole per cents, on a grid of a tenth in log-odds, so that a row is
    rewritten only when something moved; `fit` is the one that last moved it. `orders` are days with revenue; `revenue`
    is their sum in the base currency; `profit` that of the tier decision that stands, None where there is none;
    `at_stake` is risk × profit, never negative.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="churn", verbose_name=_("account"))
    fit = models.ForeignKey(ChurnFit, models.CASCADE, related_name="+")
    risk = models.DecimalField(_("risk"), max_digits=5, decimal_places=4)
    orders = models.PositiveIntegerField(_("orders"))
    first_order = models.DateField(_("first order"))
    last_order = models.DateField(_("last order"))
    revenue = models.DecimalField(_("revenue"), **BASE_MONEY)
    profit = models.DecimalField(_("profit"), **BASE_MONEY, null=True)
    at_stake = models.DecimalField(_("profit at risk"), **BASE_MONEY, default=0)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("churn prediction")
        verbose_name_plural = _("churn predictions")
        ordering = ["-risk", "-id"]
        indexes = [
            models.Index(fields=["risk", "id"], name="churn_by_risk"),
            models.Index(fields=["at_stake", "id"], name="churn_by_stake"),
        ]
        constraints = [models.CheckConstraint(condition=Q(risk__gte=0, risk__lte=1), name="churn_risk_share")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.risk}"
