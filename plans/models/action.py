from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from plans.choices import Resource
from teams.models import User

from .objective import Objective
from .plan import AccountPlan, OfPlan

MOST_HOURS = 9999


class PlanAction(Versioned):
    """Who does what by when: a joint promotion, a training, a rebate … `hours` is what it takes, or took."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="actions", verbose_name=_("account plan"))
    objective = models.ForeignKey(
        Objective, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("objective")
    )
    text = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    resource = models.CharField(_("kind of work"), max_length=10, choices=Resource.choices, default=Resource.MARKETING)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0, validators=[MaxValueValidator(MOST_HOURS)])
    is_shared = models.BooleanField(_("the customer may see it"), default=False)
    is_dropped = models.BooleanField(_("no longer part of the plan"), default=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["plan", "due_on"], name="action_of_plan"),
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_at=None, is_dropped=False), name="plan_action_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text
