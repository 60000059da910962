"""What is asked, as data: dimensions of satisfaction and statements of loyalty; and for how long an answer counts."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from foundation.figures import is_chinese
from surveys.choices import Asks
from teams.visibility import Everybodys

MOST_DAYS = 3650
MOST_LINK_DAYS = 90


class Asked(models.Model):
    """A dimension ("Delivery"), or a statement to agree with ("I would recommend them"), in both languages."""

    kind = models.CharField(_("what it is about"), max_length=12, choices=Asks.choices)
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what is asked"), max_length=120)
    text_zh = models.CharField(_("what is asked, in Chinese"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text_zh if is_chinese(get_language() or "en") else self.text

    @property
    def is_dimension(self) -> bool:
        return self.kind == Asks.SATISFACTION


class SurveyPoint(Versioned, Asked):
    """One point of the questionnaire. A survey keeps the points that it was asked with, worded as they were then; one
    that is not asked any more stays with the surveys that did."""

    is_offered = models.BooleanField(_("asked"), default=True)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("point of the survey")
        verbose_name_plural = _("points of the survey")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Asks.values), name="survey_point_kind")]


class SurveyRule(Versioned):
    """One row: how long a link works, and after how long an answer is old."""

    link_days = models.PositiveSmallIntegerField(
        _("days that a link works"), default=14,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_LINK_DAYS)],
    )  # fmt: skip
    stale_days = models.PositiveSmallIntegerField(
        _("days after which an answer is old"), default=180,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )  # fmt: skip

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("rule of surveys")
        verbose_name_plural = _("rules of surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(link_days__range=(1, MOST_LINK_DAYS), stale_days__range=(1, MOST_DAYS)),
                name="survey_rule_days",
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> SurveyRule:
        return cls.objects.get(pk=1)
