from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, RATE, Versioned, finite
from pipeline.choices import PeriodKind
from pipeline.models.forecast import OfPeople
from teams.models import Team, User


def _never_twice(column: str, name: str) -> ExclusionConstraint:
    """No two rows of the same person (team) whose periods share a day. GiST compares a range of one id; for a bare id
    it would need an extension."""
    same = Func(F(column), F(column), Value("[]"), function="int8range")
    period = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(same, RangeOperators.OVERLAPS), (period, RangeOperators.OVERLAPS)],
        condition=Q(**{f"{column}__isnull": False}),
    )


class Quota(Versioned):
    """What a person or a team is to win within a period: at least `base`, at best `stretch`.

    `rate` is that of the period's first day, or of the day it was set where that came first.
    """

    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    kind = models.CharField(_("period"), max_length=7, choices=PeriodKind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    base = models.DecimalField(_("quota"), **MONEY)
    stretch = models.DecimalField(_("stretch"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(**RATE, default=1, editable=False)

    objects = OfPeople.as_manager()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["-starts_on", "id"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="quota_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(base__gt=0, stretch__gte=F("base"), rate__gt=0) & finite("base", "stretch", "rate"),
                name="quota_amounts",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, team__isnull=False) | Q(person__isnull=False, team__isnull=True),
                name="quota_subject",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="quota_days"),
            _never_twice("person", "quota_once_a_person"),
            _never_twice("team", "quota_once_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.starts_on} – {self.ends_on}"

    @property
    def subject(self) -> User | Team | None:
        return self.person or self.team

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on) // dt.timedelta(days=1) + 1
