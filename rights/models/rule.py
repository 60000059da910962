from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.completeness import KEY
from foundation.columns import Versioned
from teams.visibility import Everybodys

MOST_DAYS = 3650
MOST_PEOPLE = 50
WHOLE = 100
FULL_WALL = 8


def key_tiers() -> list[str]:
    return list(KEY)


def _number(name: Any, default: int, least: int, most: int) -> Any:
    between = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(name, default=default, validators=between)


class RightsRule(Versioned):
    """By what the 4R check judges: one row. Tiers in `key_tiers` are asked for all of it, others for what costs little:
    a next step, visits by their cadence, somebody met, a record, an owner who knows them."""

    key_tiers = ArrayField(
        models.CharField(max_length=10, choices=Tier.choices), default=key_tiers, verbose_name=_("tiers asked for all")
    )
    objectives = _number(_("plan: objectives at least"), 1, 0, MOST_PEOPLE)
    visit_share = _number(_("frequency: visits made of those asked, %"), 80, 0, WHOLE)
    decider_days = _number(_("depth: decision-maker met within days"), 180, 1, MOST_DAYS)
    people_key = _number(_("breadth: people met in a year, key tiers"), 3, 0, MOST_PEOPLE)
    people_other = _number(_("breadth: people met in a year, other tiers"), 1, 0, MOST_PEOPLE)
    record_score = _number(_("sharing: record complete, %"), 60, 0, WHOLE)
    expectation_days = _number(_("sharing: expectation heard within days"), 180, 1, MOST_DAYS)
    survey_days = _number(_("sharing: satisfaction asked within days"), 365, 1, MOST_DAYS)
    owner_days = _number(_("manager: owner met them within days"), 180, 1, MOST_DAYS)
    wall_marks = _number(_("manager: marks of the wall at least, of 8"), 4, 0, FULL_WALL)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("rule of the 4R check")
        verbose_name_plural = _("rules of the 4R check")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_rights_rule"),
            models.CheckConstraint(
                condition=Q(visit_share__lte=WHOLE, record_score__lte=WHOLE, wall_marks__lte=FULL_WALL),
                name="rights_rule_shares",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> RightsRule:
        return cls.objects.get(pk=1)
