from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, Least, NullIf
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned, finite

from .plan import AccountPlan, OfPlan

NUMBER: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
SHARE: Any = models.DecimalField(max_digits=5, decimal_places=4)
_WAY = (F("reached") - F("baseline")) / NullIf(F("target") - F("baseline"), Value(0), output_field=SHARE)


class Objective(Versioned):
    """Something to reach, in a number: from `baseline` to `target`, which may lie below it, until a day.

    `progress` is the part of the way that is behind us: between 0 and 1, None until somebody says what is reached.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="objectives", verbose_name=_("account plan"))
    text = models.CharField(_("objective"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    baseline = models.DecimalField(_("baseline"), **NUMBER)
    target = models.DecimalField(_("target"), **NUMBER)
    reached = models.DecimalField(_("reached"), null=True, blank=True, **NUMBER)
    due_on = models.DateField(_("due"))
    is_shared = models.BooleanField(_("the customer may see it"), default=False)
    is_dropped = models.BooleanField(_("no longer part of the plan"), default=False)
    progress = models.GeneratedField(
        expression=Case(
            When(reached__isnull=False, then=Greatest(Least(_WAY, Value(1)), Value(0))), output_field=SHARE
        ),
        output_field=SHARE,
        db_persist=True,
    )

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["plan", "due_on"], name="objective_of_plan")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target=F("baseline")) & finite("baseline", "target"), name="objective_has_a_way"
            ),
            models.CheckConstraint(condition=Q(reached=None) | finite("reached"), name="objective_reached"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_reached(self) -> bool:
        return self.progress == 1
