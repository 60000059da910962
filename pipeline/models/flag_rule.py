from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned


class FlagRule(Versioned):
    """When an open opportunity shows a red flag: one row."""

    visit_days = models.PositiveSmallIntegerField(
        _("days without a visit"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("An opportunity whose customer nobody has met for longer shows a flag."),
    )
    norm_stays = models.PositiveIntegerField(
        _("won opportunities needed"),
        default=20,
        validators=[MinValueValidator(4), MaxValueValidator(100_000)],
        help_text=_(
            "With fewer stays of won opportunities in a stage, its normal days decide what is stuck; "
            "from then on the upper quartile of those stays."
        ),
    )
    decision_maker_from = models.DecimalField(
        _("decision-maker needed from probability, %"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(30),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("From stages of this probability on, somebody of us must hold the contact to a decision-maker."),
    )

    class Meta:
        verbose_name = _("red flags")
        verbose_name_plural = _("red flags")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_flag_rule"),
            models.CheckConstraint(
                condition=Q(
                    visit_days__range=(1, 730),
                    norm_stays__gte=4,
                    decision_maker_from__gte=0,
                    decision_maker_from__lte=100,
                ),
                name="flag_rule_ranges",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Red flags"))

    @classmethod
    def current(cls) -> FlagRule:
        return cls.objects.get(pk=1)
