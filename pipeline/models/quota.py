from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, RATE, Versioned, finite
from pipeline.choices import PeriodKind
from pipeline.models.forecast import AboutPeople


def _never_twice(column: str, name: str, *also: str) -> ExclusionConstraint:
    """No two rows of the same person (team) whose periods share a day; `also`: and that are alike in these columns.
    GiST compares a range of one id; for a bare id it would need an extension."""
    ids = [F(column), *(Coalesce(F(other), 0) for other in also)]
    same = [Func(id_, id_, Value("[]"), function="int8range") for id_ in ids]
    period = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(each, RangeOperators.OVERLAPS) for each in (*same, period)],
        condition=Q(**{f"{column}__isnull": False}),
    )


class Quota(AboutPeople, Versioned):
    """What a person or a team is to win within a period: at least `base`, at best `stretch`.

    `rate` is that of the period's first day, or of the day it was set where that came first.
    """

    kind = models.CharField(_("period"), max_length=7, choices=PeriodKind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    base = models.DecimalField(_("quota"), **MONEY)
    stretch = models.DecimalField(_("stretch"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(**RATE, default=1, editable=False)

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
            _never_twice("person", "quota_once_a_person", "persons_team"),
            _never_twice("team", "quota_once_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.starts_on} – {self.ends_on}"

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on) // dt.timedelta(days=1) + 1
