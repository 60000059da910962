from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned, shares_of_one
from foundation.figures import is_chinese
from losses.choices import Approach
from teams.visibility import Everybodys


class LossReason(Versioned):
    """Why customers leave. `reference` is the share of the source's study, None where it knows no such reason; one that
    is not offered any more stays on the losses that name it."""

    position = models.PositiveSmallIntegerField(_("order"), unique=True, editable=False)
    text = models.CharField(_("reason"), max_length=80)
    text_zh = models.CharField(_("reason, in Chinese"), max_length=80)
    reference = models.DecimalField(
        _("reference share"), max_digits=5, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    approach = models.CharField(_("how to win back"), max_length=8, choices=Approach.choices)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("reason of a loss")
        verbose_name_plural = _("reasons of losses")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__isnull=True) | shares_of_one("reference"), name="loss_reason_share"
            )
        ]

    def __str__(self) -> str:
        return self.text_zh if is_chinese(get_language() or "en") else self.text
