from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation.columns import shares_of_one
from scoring.choices import Factor, PolicyState
from teams.models import User
from teams.visibility import OfAccount, RuleMakers

SHARE: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 4,
    "validators": [MinValueValidator(0), MaxValueValidator(1)],
}


MOST_WEIGHT = 100
WEIGHTS = {factor.value: f"weight_{factor.value}" for factor in Factor}
"""The column of each factor's weight."""
SHARES = ("slim_margin", "platinum_share", "platinum_rank", "gold_share", "buffer")
VALUES = (
    "window_months",
    "slim_margin",
    "platinum_share",
    "platinum_rank",
    "gold_share",
    "loyal_months",
    "min_months",
    "buffer",
    "patience",
    *WEIGHTS.values(),
    "lift_score",
)
"""What a version of the policy decides by; SHARES of them are 0 to 1, the others whole numbers."""
WEIGHT: dict[str, Any] = {"default": 0, "validators": [MaxValueValidator(MOST_WEIGHT)]}


class TierPolicy(models.Model):
    """A version of the rules that make accounts platinum, gold, iron or lead (domain §1). Shares are 0 to 1.

    `min_months`: an account whose first order is not as long ago is iron at most; 0 asks nobody. A weight a factor of
    key accounts: a score of at least `lift_score` lifts iron and gold by one step; all weights 0: profit alone decides.

    `starts_on`: of a scheduled version the first night that it judges, and of one that has been scheduled; None: it was
    put in force at once. `revision` counts the changes of a draft.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    state = models.CharField(max_length=9, choices=PolicyState.choices, default=PolicyState.DRAFT)
    window_months = models.PositiveSmallIntegerField(
        _("window in months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    slim_margin = models.DecimalField(_("slim margin"), **SHARE, default="0.02")
    platinum_share = models.DecimalField(_("platinum: share of profit above"), **SHARE, default="0.5")
    platinum_rank = models.DecimalField(_("platinum: top share of accounts"), **SHARE, default="0.2")
    gold_share = models.DecimalField(_("gold: share of profit above"), **SHARE, default="0.8")
    loyal_months = models.PositiveSmallIntegerField(_("gold: active months"), default=6)
    min_months = models.PositiveSmallIntegerField(
        _("minimum of months since the first order"), default=0, validators=[MaxValueValidator(120)]
    )
    weight_share = models.PositiveSmallIntegerField(_("weight: share of our profit"), **WEIGHT)
    weight_goals = models.PositiveSmallIntegerField(_("weight: effect on our goals"), **WEIGHT)
    weight_damage = models.PositiveSmallIntegerField(_("weight: damage if it left"), **WEIGHT)
    weight_stability = models.PositiveSmallIntegerField(_("weight: stability of the relationship"), **WEIGHT)
    weight_potential = models.PositiveSmallIntegerField(_("weight: potential"), **WEIGHT)
    weight_effort = models.PositiveSmallIntegerField(_("weight: effort we spend on it"), **WEIGHT)
    lift_score = models.PositiveSmallIntegerField(
        _("score that lifts"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    buffer = models.DecimalField(_("buffer at a boundary"), **SHARE, default="0.05")
    patience = models.PositiveSmallIntegerField(_("patience in months"), default=2)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    starts_on = models.DateField(_("from the night of"), null=True)
    activated_at = models.DateTimeField(_("active since"), null=True)
    activated_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = RuleMakers.as_manager()

    class Meta:
        verbose_name = _("tier policy")
        verbose_name_plural = _("tier policies")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="one_active_policy"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="scheduled"), name="one_scheduled_policy"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(starts_on__isnull=False), name="scheduled_policy_has_a_day"
            ),
            models.CheckConstraint(condition=shares_of_one(*SHARES), name="policy_shares"),
            models.CheckConstraint(
                condition=Q(gold_share__gte=models.F("platinum_share")), name="policy_thresholds_in_order"
            ),
            models.CheckConstraint(condition=Q(window_months__gte=1), name="policy_window"),
            models.CheckConstraint(
                condition=Q(lift_score__range=(1, 100), **{f"{name}__lte": MOST_WEIGHT for name in WEIGHTS.values()}),
                name="policy_weights",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each factor."""
        return {factor: getattr(self, name) for factor, name in WEIGHTS.items()}

    @property
    def weighed(self) -> list[tuple[Any, int]]:
        """(name, weight) of the factors that count."""
        return [(Factor(factor).label, weight) for factor, weight in self.weights.items() if weight]


class TierPin(models.Model):
    """A manager's word against the computed tier: with a reason, until a day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="pins")
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    reason = models.CharField(_("reason"), max_length=300)
    expires_on = models.DateField(_("until"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_because = models.CharField(_("removed because"), max_length=300, blank=True, default="", db_default="")

    objects = OfAccount.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(removed_at__isnull=True), name="one_pin_per_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.tier}"
