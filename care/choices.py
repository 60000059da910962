"""The trade's own words for looking after customers (domain §5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Role


class Level(models.IntegerChoices):
    """How far a complaint has gone: 抱怨 → 投诉 → 危机."""

    GRIEVANCE = 1, pgettext_lazy("level of a complaint", "Grievance")
    COMPLAINT = 2, pgettext_lazy("level of a complaint", "Complaint")
    CRISIS = 3, pgettext_lazy("level of a complaint", "Crisis")


class Matter(models.TextChoices):
    """What somebody with authority decides."""

    GRIEVANCE = "grievance", pgettext_lazy("level of a complaint", "Grievance")
    COMPLAINT = "complaint", pgettext_lazy("level of a complaint", "Complaint")
    CRISIS = "crisis", pgettext_lazy("level of a complaint", "Crisis")
    REBATE = "rebate", _("Rebate")
    VISIT_PLAN = "visit_plan", _("Visit plan")


MATTER_OF = {
    Level.GRIEVANCE: Matter.GRIEVANCE,
    Level.COMPLAINT: Matter.COMPLAINT,
    Level.CRISIS: Matter.CRISIS,
}
DECIDERS = [(role.value, role.label) for role in (Role.REP, Role.MANAGER, Role.DIRECTOR)]
"""Who may be given a decision, the lowest first."""


class Satisfaction(models.IntegerChoices):
    """How content the customer is with what was done."""

    VERY_UNHAPPY = 1, _("1: very unhappy")
    UNHAPPY = 2, _("2: unhappy")
    SO_SO = 3, _("3: so-so")
    CONTENT = 4, _("4: content")
    VERY_CONTENT = 5, _("5: very content")
