from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned, finite
from pipeline.choices import Category


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever works here sees all stages."""
        return self if getattr(user, "is_active", False) else self.none()


class StagesInUse(models.Manager.from_queryset(StageQuerySet)):  # type: ignore[misc]
    """Without those that were taken out of the funnel."""

    def get_queryset(self) -> StageQuerySet:
        rows: StageQuerySet = super().get_queryset().filter(retired_at=None)
        return rows


class Stage(Versioned):
    """A step of the funnel, as data. `probability` (per cent) states the customer's real progress.

    `category` says which part of the forecast counts it. `normal_days` is how long an opportunity normally stays;
    ageing is judged against it while too few were won to tell.
    A stage that is taken out keeps its row and its place in the order: moves of the past name it. `objects` leaves
    such stages out, `every` does not.
    """

    key = models.SlugField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("order in the funnel"))
    name = models.CharField(_("name"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    probability = models.DecimalField(
        _("probability, %"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    category = models.CharField(_("in the forecast"), max_length=8, choices=Category.choices, default=Category.PIPELINE)
    normal_days = models.PositiveSmallIntegerField(_("normal days in stage"), default=30)
    retired_at = models.DateTimeField(_("taken out"), null=True, editable=False)

    objects = StagesInUse()
    every = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["position"], name="stage_position", deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0, probability__lte=100) & finite("probability"),
                name="stage_probability",
            ),
        ]

    def __str__(self) -> str:
        return str(getattr(self, self.name_column()))

    @staticmethod
    def name_column() -> str:
        """The column that holds its name in the reader's language."""
        return "name_zh" if (get_language() or "").startswith("zh") else "name"

    @property
    def share(self) -> Decimal:
        """The probability as a share, 0–1."""
        return self.probability / 100


class CriteriaInUse(models.Manager["StageCriterion"]):
    """Without those that were taken out."""

    def get_queryset(self) -> models.QuerySet[StageCriterion]:
        return super().get_queryset().filter(retired_at=None)


class StageCriterion(models.Model):
    """What the customer must have done before an opportunity may leave the stage.

    A required one holds the opportunity back until it is ticked. One that is taken out keeps its ticks.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(_("exit criterion"), max_length=200)
    text_zh = models.CharField(_("exit criterion in Chinese"), max_length=200)
    is_required = models.BooleanField(_("required"), default=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = CriteriaInUse()
    every = models.Manager["StageCriterion"]()

    class Meta:
        ordering = ["stage", "position", "id"]

    def __str__(self) -> str:
        return self.text_zh if (get_language() or "").startswith("zh") else self.text


class StageNorm(models.Model):
    """How long opportunities that were won stayed in a stage: counted by the night from the rows of moves."""

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="norm")
    stays = models.PositiveIntegerField(_("stays of won opportunities"), default=0)
    median_days = models.FloatField(_("median days"), null=True)
    upper_days = models.FloatField(_("upper quartile of days"), null=True)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("normal time in a stage")
        verbose_name_plural = _("normal times in stages")

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.median_days}, {self.upper_days} ({self.stays})"
