"""The forecast: the rule it follows, what managers add to it, what was said each night, and proposed probabilities."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, Versioned, finite
from pipeline.choices import Measure, ProposalState
from pipeline.models.stage import Stage
from teams.models import Role, Team, User

BASE: dict[str, Any] = {"max_digits": 30, "decimal_places": 8}
SHARE: dict[str, Any] = {"max_digits": 5, "decimal_places": 4}


class ForecastRule(Versioned):
    """How observed win rates are judged (a single row).

    The configured probability counts as much as `prior_weight` decided opportunities; `level` is that of the interval;
    those decided in the last `lookback_months` are looked at.
    """

    prior_weight = models.DecimalField(
        _("cases that the configured rate counts for"),
        max_digits=6,
        decimal_places=1,
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )
    level = models.DecimalField(
        _("level of the interval"),
        **SHARE,
        default="0.95",
        validators=[MinValueValidator(0.5), MaxValueValidator(0.999)],
    )
    lookback_months = models.PositiveSmallIntegerField(
        _("months looked at"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    class Meta:
        verbose_name = _("forecast rule")
        verbose_name_plural = _("forecast rule")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_forecast_rule"),
            models.CheckConstraint(
                condition=Q(prior_weight__gte=1, level__gte=0.5, level__lt=1, lookback_months__gte=1)
                & finite("prior_weight", "level"),
                name="forecast_rule_values",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prior_weight} {self.level} {self.lookback_months}"

    @classmethod
    def current(cls) -> ForecastRule:
        return cls.objects.get_or_create(pk=1)[0]


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> Self:
        """Those who make the rules see them."""
        return self if getattr(user, "leads", False) else self.none()


class Proposal(models.Model):
    """New probabilities of all stages, as the moves suggest them: for a manager to accept or reject, with a reason."""

    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed probabilities")
        verbose_name_plural = _("proposed probabilities")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="proposed"), name="one_open_proposal"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="proposal_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ProposalLine(models.Model):
    """A stage's present and proposed probability (per cent), and what was observed (shares)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=5, decimal_places=2)
    after = models.DecimalField(max_digits=5, decimal_places=2)
    won = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    rate = models.DecimalField(**SHARE)
    low = models.DecimalField(**SHARE)
    high = models.DecimalField(**SHARE)

    class Meta:
        ordering = ["proposal", "stage__position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage"], name="proposal_stage"),
            models.CheckConstraint(condition=Q(after__gte=0, after__lte=100) & finite("after"), name="proposal_after"),
            models.CheckConstraint(condition=finite("before", "rate", "low", "high"), name="proposal_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.before} → {self.after}"


class OfPeople(models.QuerySet[Any]):
    """Rows about a person or a team. A sales rep sees those about himself; who leads, those within his reach: of a
    person those that were set while he worked there, wherever he works now."""

    def visible_to(self, user: Any) -> Self:
        if not getattr(user, "is_active", False):
            return self.none()
        if user.sees_all:
            return self
        own = Q(person=user)
        if user.role == Role.REP:
            return self.filter(own)
        return self.filter(own | Q(team__in=user.reach) | Q(persons_team__in=user.reach))


class AboutPeople(models.Model):
    """What is set for a person or for a team. `persons_team` is where the person worked when it was set: there it
    counts and stays, also when he changes the team or leaves."""

    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    persons_team = models.ForeignKey(Team, models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfPeople.as_manager()

    class Meta:
        abstract = True

    @property
    def subject(self) -> User | Team | None:
        return self.person or self.team

    @property
    def counts_for(self) -> int | None:
        """The id of the team that it is about, or in whose sum it is."""
        return self.team_id or self.persons_team_id


class Adjustment(AboutPeople):
    """What a manager adds to (or takes from) the forecast of a person or a team, and why. Withdrawn, never changed."""

    starts_on = models.DateField()
    ends_on = models.DateField()
    measure = models.CharField(_("figure"), max_length=8, choices=Measure.choices)
    amount = models.DecimalField(_("amount"), **MONEY)
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("adjustment of the forecast")
        verbose_name_plural = _("adjustments of the forecast")
        ordering = ["-id"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="adjustment_period")]
        constraints = [
            models.CheckConstraint(condition=finite("amount") & ~Q(amount=0), name="adjustment_amount"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, team__isnull=False) | Q(person__isnull=False, team__isnull=True),
                name="adjustment_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.starts_on} {self.amount}"


class InHands:
    """Rows that say who held opportunities then (`owner`, `team`), wherever these have gone since."""

    def in_hands_of(self: Any, user: Any) -> Any:
        """What he held himself; for all but sales reps also what the teams within reach held."""
        if not getattr(user, "is_active", False):
            return self.none()
        if user.sees_all:
            return self
        own = Q(owner=user)
        return self.filter(own if user.role == Role.REP else own | Q(team__in=user.reach))


class SnapshotQuerySet(InHands, models.QuerySet["Snapshot"]):
    def visible_to(self, user: Any) -> Self:
        seen: Self = self.in_hands_of(user)
        return seen


class Snapshot(models.Model):
    """What the forecast of a month said on a day, by owner and team, in the base currency: taken each night, kept.

    `won` until then; the rest of what was still open and expected in the month.
    """

    taken_on = models.DateField()
    month = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    count = models.PositiveIntegerField(default=0)
    won = models.DecimalField(**BASE, default=0)
    commit = models.DecimalField(**BASE, default=0)
    best = models.DecimalField(**BASE, default=0)
    weighted = models.DecimalField(**BASE, default=0)
    observed = models.DecimalField(**BASE, default=0)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept forecast")
        verbose_name_plural = _("kept forecasts")
        ordering = ["-taken_on", "month", "owner", "team"]
        constraints = [
            models.UniqueConstraint(fields=["taken_on", "month", "owner", "team"], name="snapshot_once"),
            models.CheckConstraint(
                condition=finite("won", "commit", "best", "weighted", "observed"), name="snapshot_amounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.month} {self.owner_id}"
