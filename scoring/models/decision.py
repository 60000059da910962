from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from scoring.choices import Rule, RunState
from scoring.models.ledger import BASE_MONEY
from scoring.models.policy import TierPolicy
from teams.models import User
from teams.visibility import OfAccount


class ScoringRun(models.Model):
    """The night of one business date. `steps` lists what has been done: [{"name", "rows", "seconds"}, …].

    `finished_at` says that there are decisions: while a date is computed again, and if that fails, the earlier ones
    stand. `accounts` counts all of them, `rated` those with entries in the window; `profit` and `positive_profit` are
    the sums of the rated accounts' profit and of its positive part, in the base currency. `is_published` tells whether
    this night wrote the accounts' tiers; a night that is not the latest does not.
    """

    business_date = models.DateField(_("business date"), unique=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    policy = models.ForeignKey(TierPolicy, models.PROTECT, null=True, related_name="+")
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    accounts = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    profit = models.DecimalField(**BASE_MONEY, default=0)
    positive_profit = models.DecimalField(**BASE_MONEY, default=0)
    is_published = models.BooleanField(default=False)
    starts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        verbose_name = _("nightly run")
        verbose_name_plural = _("nightly runs")
        ordering = ["-business_date"]

    def __str__(self) -> str:
        return f"{self.business_date} {self.state}"

    @property
    def seconds(self) -> float:
        """How long the steps took, together."""
        return round(sum(step["seconds"] for step in self.steps), 2)


class TierDecision(models.Model):
    """What the night of `business_date` decided about an account, with everything it was decided from.

    Money is in the base currency. `rank` is 1 for the highest profit; `profit_above` is the profit of the accounts
    ranked above as a share of the sum of positive profits. `computed_tier` is what the policy says of this night alone,
    `tier` what stands after buffer, patience and pin; `computed_rule` and `rule` say by which line of the policy.
    The distances are those of `computed_tier`, all other accounts as they are: `to_next` is the least further profit,
    in hundredths, that would lead into a higher tier (`next_tier`), `to_lower` the least loss of profit that would lead
    into a lower one; null where no sum would do.
    """

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="decisions")
    business_date = models.DateField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="decisions")
    policy = models.ForeignKey(TierPolicy, models.PROTECT, related_name="+")
    tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    computed_tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    previous_tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    rule = models.CharField(max_length=16, choices=Rule.choices)
    computed_rule = models.CharField(max_length=16, choices=Rule.choices, default=Rule.NO_ENTRY)
    revenue = models.DecimalField(**BASE_MONEY)
    cost = models.DecimalField(**BASE_MONEY)
    cost_to_serve = models.DecimalField(**BASE_MONEY)
    profit = models.DecimalField(**BASE_MONEY)
    minutes = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    active_months = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True)
    profit_above = models.DecimalField(**BASE_MONEY, null=True)
    next_tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    to_next = models.DecimalField(**BASE_MONEY, null=True)
    to_lower = models.DecimalField(**BASE_MONEY, null=True)
    pin = models.ForeignKey("scoring.TierPin", models.SET_NULL, null=True, related_name="+")
    months_past = ArrayField(models.DateField(), default=list)

    objects = OfAccount.as_manager()

    class Meta:
        ordering = ["-business_date", "account"]
        constraints = [models.UniqueConstraint(fields=["account", "business_date"], name="decision_of_a_night")]
        indexes = [
            models.Index(fields=["business_date", "tier"], name="decision_night_tier"),
            models.Index(fields=["business_date", "rank"], name="decision_night_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.business_date} {self.tier}"
