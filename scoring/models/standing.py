"""What the night keeps from one run to the next, so that it costs what changed. Nobody but the night reads it.

All of it can be made anew from ledger, visits and history (`manage.py score --full`), and is where it does not fit.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from scoring.models.decision import ScoringRun
from scoring.models.ledger import BASE_MONEY


class Unlogged(models.Model):
    """A table outside the database's log: quick to write, empty after a crash, and not there on a replica."""

    is_unlogged: ClassVar = True

    class Meta:
        abstract = True


class Basis(Unlogged):
    """The night whose decisions `Standing` has; at most one row. None: they have to be read from history."""

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.run}"


class Shard(Unlogged):
    """The accounts with ids from `first` to `last`, and of which night and from what their sums in `Standing` are.

    No row: the sums have to be made from nothing. `is_anew`: they were, and no night has decided on them yet.
    """

    first = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField()
    business_date = models.DateField()
    window_months = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    cost_rates = models.CharField(max_length=32)
    """Digest of all hourly rates."""
    is_anew = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.first}–{self.last} {self.business_date}"


class Summed(Unlogged):
    """An account whose sums a worker has brought up to a night that has not decided yet: it must look at them."""

    account_id = models.BigIntegerField()

    class Meta:
        verbose_name = "summed account"

    def __str__(self) -> str:
        return str(self.account_id)


class NightShard(models.Model):
    """One shard's part in one night, as the night page tells it: which worker took it, how long, how many rows."""

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="shards")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    worker = models.CharField(max_length=120, default="")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "shard of a night"
        constraints = [models.UniqueConstraint(fields=["run", "first"], name="shard_of_a_night")]

    def __str__(self) -> str:
        return f"{self.run} {self.first}–{self.last}"


class Standing(Unlogged):
    """An active account's sums over the window, and its decision. `recent` and `earlier` are revenue − direct cost of
    the two half windows; `changed_on` is the night that last found other sums; `since` begins the decision that
    stands, `previous_…` is what stood before it."""

    account_id = models.BigIntegerField(primary_key=True)
    revenue = models.DecimalField(**BASE_MONEY)
    cost = models.DecimalField(**BASE_MONEY)
    cost_to_serve = models.DecimalField(**BASE_MONEY)
    rebates = models.DecimalField(**BASE_MONEY, db_default=0)
    complaints = models.DecimalField(**BASE_MONEY, db_default=0)
    services = models.DecimalField(**BASE_MONEY, db_default=0)
    profit = models.DecimalField(**BASE_MONEY)
    minutes = models.IntegerField()
    entries = models.IntegerField()
    active_months = models.SmallIntegerField()
    recent = models.DecimalField(**BASE_MONEY)
    earlier = models.DecimalField(**BASE_MONEY)
    changed_on = models.DateField()
    since = models.DateField(null=True)
    tier = models.CharField(max_length=10)
    computed_tier = models.CharField(max_length=10)
    rule = models.CharField(max_length=16)
    computed_rule = models.CharField(max_length=16)
    months_past = ArrayField(models.DateField())
    pin_id = models.BigIntegerField(null=True)
    previous_tier = models.CharField(max_length=10)
    previous_computed = models.CharField(max_length=10)
    previous_months = ArrayField(models.DateField())

    class Meta:
        indexes = [
            models.Index(fields=["profit", "account_id"], condition=Q(entries__gt=0), name="standing_by_profit"),
            models.Index(
                fields=["account_id"],
                include=["months_past", "pin_id"],
                condition=~Q(months_past=[]) | Q(pin_id__isnull=False),
                name="standing_that_leans",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.tier}"


class Moved(Unlogged):
    """An account's sums as they left those of the night of the basis (`accounts` −1), or came to them since (1), under
    its tier of that moment. So ladder and sums by tier go on from those of that night."""

    accounts = models.SmallIntegerField()
    tier = models.CharField(max_length=10)
    entries = models.IntegerField()
    profit = models.DecimalField(**BASE_MONEY)
    revenue = models.DecimalField(**BASE_MONEY)
    minutes = models.IntegerField()
    cost_to_serve = models.DecimalField(**BASE_MONEY)

    class Meta:
        verbose_name = "moved sums"

    def __str__(self) -> str:
        return f"{self.accounts:+} {self.tier} {self.profit}"


class Rhythm(Unlogged):
    """How often an account orders: its order days up to the night of the basis, the median of the days between them.

    No row: nobody has asked since its orders changed.
    """

    account_id = models.BigIntegerField(primary_key=True)
    orders = models.IntegerField()
    last_order = models.DateField(null=True)
    usual_days = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        # Whose order is overdue since yesterday: of each day those who usually order again after so many days.
        indexes = [
            models.Index(fields=["last_order", "usual_days"], include=["account_id", "orders"], name="rhythm_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.orders}"


class Touched(Unlogged):
    """An account whose ledger, visits or archiving changed since the last night; written by triggers of the tables.

    A row is visible exactly when the change is: there is no moment at which a night could miss it.
    """

    account_id = models.BigIntegerField()

    class Meta:
        verbose_name = "touched account"

    def __str__(self) -> str:
        return str(self.account_id)
