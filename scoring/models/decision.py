from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from accounts.models.published_profit import UNRATED
from scoring.choices import Rule, RunState
from scoring.models.ledger import BASE_MONEY
from scoring.models.policy import TierPolicy
from teams.models import User
from teams.visibility import OfAccount


class ScoringRun(models.Model):
    """The night of one business date. `steps` lists what has been done: [{"name", "rows", "seconds"}, …], of `planned`.

    `finished_at` says that there are decisions: while a date is computed again, and if that fails, the earlier ones
    stand. `accounts` counts all of them, `rated` those with entries in the window; `profit` and `positive_profit` are
    the sums of the rated accounts' profit and of its positive part, in the base currency. `is_published` tells whether
    this night wrote the accounts' tiers; a night that is not the latest does not. `judged_as_of` is the moment whose
    policy and pins count: an old night computed again is judged by those that stood when it was first computed.
    `figures` holds the 20/80 figures and the sums of each tier over all accounts, for those who see all of them.
    """

    business_date = models.DateField(_("business date"), unique=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    policy = models.ForeignKey(TierPolicy, models.PROTECT, null=True, related_name="+")
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    planned = models.JSONField(default=list)
    accounts = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    profit = models.DecimalField(**BASE_MONEY, default=0)
    positive_profit = models.DecimalField(**BASE_MONEY, default=0)
    is_published = models.BooleanField(default=False)
    judged_as_of = models.DateTimeField(null=True)
    figures = models.JSONField(null=True, encoder=DjangoJSONEncoder)
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


class Ladder(models.Model):
    """The ranking of one night in steps, numbered from the highest profit down: `accounts` rated ones have a profit of
    at least `least` (one has exactly that), `profit` together; the last step is all of them.

    Some √n steps of some √n accounts each: from them and the profits within one step follow any account's exact rank
    and what lies above it.
    """

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="ladder")
    number = models.PositiveIntegerField()
    least = models.DecimalField(**BASE_MONEY)
    accounts = models.PositiveIntegerField()
    profit = models.DecimalField(**BASE_MONEY)

    class Meta:
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "least"], include=["accounts", "profit"], name="ladder_of_a_night")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="ladder_step")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.least}"


class TierDecision(models.Model):
    """What was decided about an account from the night of `valid_from` on, with everything it was decided from.

    It stands until the night of `valid_until` (null: it still does); a new row is written only where something here
    differs, so that history grows with what happens and not with the days. What moves for everybody every night (rank,
    share ranked above, distances) is not in it: queries.place reads it from the night's ladder.

    Money is in the base currency. `cost_to_serve` is that of visits and of `rebates`, `complaints` and `services`,
    which are also kept by themselves. `computed_tier` is what the policy says of the night alone, `tier` what stands
    after buffer, patience and pin; `computed_rule` and `rule` say by which line of the policy. `previous_tier` is
    what stood before `valid_from`. `order_profit` is the profit, and far below everything for an account that is not
    rated.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="decisions", db_constraint=False, db_index=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    computed_tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    previous_tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    rule = models.CharField(max_length=16, choices=Rule.choices)
    computed_rule = models.CharField(max_length=16, choices=Rule.choices, default=Rule.NO_ENTRY)
    revenue = models.DecimalField(**BASE_MONEY)
    cost = models.DecimalField(**BASE_MONEY)
    cost_to_serve = models.DecimalField(**BASE_MONEY)
    rebates = models.DecimalField(**BASE_MONEY, default=0, db_default=0)
    complaints = models.DecimalField(**BASE_MONEY, default=0, db_default=0)
    services = models.DecimalField(**BASE_MONEY, default=0, db_default=0)
    profit = models.DecimalField(**BASE_MONEY)
    minutes = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    active_months = models.PositiveSmallIntegerField(default=0)
    pin = models.ForeignKey(
        "scoring.TierPin", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    months_past = ArrayField(models.DateField(), default=list)
    order_profit = models.GeneratedField(
        expression=Case(When(entries__gt=0, then=F("profit")), default=Value(UNRATED)),
        output_field=models.DecimalField(**BASE_MONEY),
        db_persist=True,
    )

    objects = OfAccount.as_manager()

    night: ScoringRun
    """Which night the row was read for, and by whose ladder it was placed; set by queries.place, with what follows."""
    rank: int | None
    above: Decimal | None
    profit_above: Decimal | None
    next_tier: str
    to_next: Decimal | None
    to_lower: Decimal | None
    to_rise: Decimal | None
    rise_tier: str
    to_fall: Decimal | None
    is_rounded = False
    """Whether shares and sums are told as to who sees a part of the company (queries.sight)."""

    class Meta:
        ordering = ["account", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["account", "valid_from"], name="decision_from_a_night"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(valid_until__isnull=True), name="one_standing_decision"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="decision_lasts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-order_profit", "account"], include=["valid_from", "valid_until"], name="decision_by_profit"
            ),
            models.Index(fields=["valid_from"], condition=~Q(tier=F("previous_tier")), name="decision_that_moved"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.valid_from} {self.tier}"

    @property
    def visit_cost(self) -> Decimal:
        """What is left of the cost to serve: minutes at their rates, and expenses."""
        return self.cost_to_serve - self.rebates - self.complaints - self.services

    @property
    def business_date(self) -> dt.date:
        """Of the night it was read for."""
        return self.night.business_date

    @property
    def rounded(self) -> set[str]:
        """Which sums are not told exactly. The way out of lead and into it goes by the account's own revenue alone."""
        own = {Tier.LEAD.value: {"to_rise"}, Tier.IRON.value: {"to_fall"}}.get(self.tier, set())
        own |= {Tier.LEAD.value: {"to_next"}, Tier.IRON.value: {"to_lower"}}.get(self.computed_tier, set())
        return {"to_next", "to_lower", "to_rise", "to_fall"} - own if self.is_rounded else set()

    @property
    def tier_before(self) -> str:
        """What stood before the night it was read for."""
        return self.previous_tier if self.business_date == self.valid_from else self.tier
