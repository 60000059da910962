from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation.columns import finite
from scoring.choices import Rule, RunState
from scoring.models.decision import ScoringRun
from scoring.models.ledger import BASE_MONEY
from scoring.models.policy import TierPolicy
from teams.models import User
from teams.visibility import OfAccount


class WhatIf(models.Model):
    """What the night after `run` would decide under a version of the policy, on the same ledger; kept, nothing else is
    written. `judged_at` is the moment whose draft, pins and marks it counted: None while there is no result. A result
    stands while a newer one is on its way. `done` of `planned` steps."""

    policy = models.ForeignKey(TierPolicy, models.CASCADE, related_name="what_ifs")
    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    planned = models.PositiveSmallIntegerField(default=0)
    moved = models.PositiveIntegerField(_("accounts that would move"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
    zone = models.CharField(max_length=64, default="")
    cost_rates = models.CharField(max_length=32, default="")
    """By which zone and hourly rates (a digest) it was judged; empty where that was not kept."""

    class Meta:
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        ordering = ["-run__business_date"]
        constraints = [models.UniqueConstraint(fields=["policy", "run"], name="one_what_if_a_night")]

    def __str__(self) -> str:
        return f"{self.policy} {self.run.business_date}"


class WhatIfMove(models.Model):
    """An account that would have another tier. Profit, minutes and visits are those that the night itself counted, so
    that versions compare; `profit_then` is the profit over the version's own window."""

    what_if = models.ForeignKey(WhatIf, models.CASCADE, related_name="moves", db_constraint=False, db_index=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="what_if_moves", db_constraint=False, verbose_name=_("account")
    )
    before = models.CharField(max_length=10, choices=Tier.choices, blank=True)
    after = models.CharField(max_length=10, choices=Tier.choices, blank=True)
    rule = models.CharField(max_length=16, choices=Rule.choices)
    computed_rule = models.CharField(max_length=16, choices=Rule.choices)
    profit = models.DecimalField(**BASE_MONEY)
    minutes = models.PositiveIntegerField()
    visits = models.PositiveIntegerField()
    profit_then = models.DecimalField(**BASE_MONEY)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("account that would move")
        verbose_name_plural = _("accounts that would move")
        ordering = ["-profit", "account"]
        constraints = [
            models.UniqueConstraint(fields=["what_if", "account"], name="one_move_an_account"),
            models.CheckConstraint(condition=finite("profit", "profit_then"), name="what_if_move_amounts"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.before} {self.after}"
