"""How complete and how fresh the record of an account is, and the rule by which that is judged."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from teams.models import User
from teams.visibility import OfAccount

from .account import Account

TIERS = [*Tier.values, ""]
"""By worth; "" are those that are not rated."""
MOST = 10


def _weight(default: int) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(default=default, validators=[MaxValueValidator(MOST)])


class CompletenessRule(models.Model):
    """A version of the rule. Never edited: a change is a new version, and the latest counts.

    `platinum` to `unrated` say how much an account of that tier counts when teams are compared; `stale_share` how much
    of a point's weight remains, in percent, once it is out of date.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    stale_share = models.PositiveSmallIntegerField(
        _("what is out of date counts, in percent"), default=50, validators=[MaxValueValidator(100)]
    )
    platinum = _weight(8)
    gold = _weight(4)
    iron = _weight(2)
    lead = _weight(1)
    unrated = _weight(1)

    class Meta:
        verbose_name = _("rule of complete records")
        verbose_name_plural = _("rules of complete records")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"

    @classmethod
    def current(cls) -> CompletenessRule:
        return cls.objects.order_by("-version")[0]

    @property
    def stale_part(self) -> Decimal:
        return Decimal(self.stale_share) / 100

    def weight_of(self, tier: str) -> int:
        """How much an account of that tier counts."""
        weight: int = getattr(self, tier or "unrated")
        return weight


class CompletenessPoint(models.Model):
    """What one point counts under a version of the rule: weight 0 asks nobody; no tiers ask all of them."""

    rule = models.ForeignKey(CompletenessRule, models.CASCADE, related_name="points")
    key = models.CharField(max_length=40)
    weight = _weight(1)
    days = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(3650)])
    tiers = ArrayField(models.CharField(max_length=10, blank=True), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="completeness_point_once"),
            models.CheckConstraint(condition=models.Q(weight__lte=MOST), name="completeness_point_weight"),
        ]

    def __str__(self) -> str:
        return self.key


class Completeness(models.Model):
    """What is missing in an account's record or out of date (keys of points, the weightiest first), and the score.

    The database makes the row with the account, by a trigger (its migration). It is judged anew with each write that
    bears on it, and all of them hourly: time alone makes things stale. Not a column of accounts: see PublishedProfit.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="completeness", db_constraint=False)
    score = models.PositiveSmallIntegerField(_("complete, in percent"), default=0)
    missing = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("missing"))
    stale = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("out of date"))
    checked_on = models.DateField(_("looked over"), null=True)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("completeness")
        verbose_name_plural = _("completeness")
        indexes = [models.Index(fields=["score", "id"], name="completeness_score")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.score}"

    @property
    def share(self) -> Decimal:
        return Decimal(self.score) / 100

    @property
    def gaps(self) -> list[str]:
        return [*self.missing, *self.stale]
