"""Red flags of open opportunities: judged in the database, told in words with the way to mend each."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Floor
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import ContactRoleKind
from foundation import clock
from pipeline.choices import Flag
from pipeline.models import FlagRule, Opportunity, Stage, StageNorm, Stakeholder

from .periods import OPEN


class Normal(NamedTuple):
    """How long is normal in a stage: of `stays` won ones (median, upper quartile), or as the stage says (`is_told`)."""

    stage: Stage
    days: float
    median: float | None
    stays: int
    is_told: bool

    @property
    def limit(self) -> int:
        """The whole days that are said to be normal: on the day after them it is stuck."""
        return math.floor(self.days + 0.5)


class Raised(NamedTuple):
    """A flag of one opportunity: why it is raised, and where it is mended."""

    key: str
    label: str
    why: str
    url: str

    @property
    def is_grave(self) -> bool:
        """Whether figures are wrong until it is mended: a forecast that counts on a day past."""
        return self.key == Flag.DATE_PAST


@dataclass(frozen=True)
class Watch:
    """What flags are judged by: read once for a page, in two queries."""

    rule: FlagRule
    normals: dict[int, Normal]
    today: dt.date

    @classmethod
    def of(cls, today: dt.date) -> Watch:
        rule = FlagRule.current()
        stages = Stage.objects.select_related("norm").order_by("position")
        return cls(rule, {stage.pk: _normal(stage, rule) for stage in stages}, today)

    @property
    def visit_limit(self) -> dt.date:
        return self.today - dt.timedelta(days=self.rule.visit_days)

    def condition(self, flag: str) -> Q:
        """The condition under which an open opportunity shows `flag`; of "any" flag where that is asked for."""
        match flag:
            case Flag.STUCK:
                return stuck(self.today)
            case Flag.DATE_PAST:
                return OPEN & Q(expected_close_on__lt=self.today)
            case Flag.NO_STEP:
                return OPEN & Q(next_step="")
            case Flag.NO_VISIT:
                seen = Q(account__last_visit_on__lt=self.visit_limit)
                never = Q(account__last_visit_on=None, opened_on__lt=self.visit_limit)
                return OPEN & Q(account__isnull=False) & (seen | never)
            case Flag.UNCOVERED:
                held = Stakeholder.objects.filter(
                    opportunity=OuterRef("pk"), roles__contains=[ContactRoleKind.DECISION_MAKER], holder__isnull=False
                )
                return OPEN & Q(stage__probability__gte=self.rule.decision_maker_from) & ~Q(Exists(held))
        return reduce(or_, (self.condition(each) for each in Flag.values))

    def judged(self, rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """`rows` with a column `flag_<key>` for each flag."""
        return rows.annotate(
            **{
                f"flag_{key}": ExpressionWrapper(self.condition(key), output_field=BooleanField())
                for key in Flag.values
            }
        )

    def raised(self, row: Any) -> list[Raised]:
        """The flags of a judged row, each with its reason and the page that mends it."""
        keys = [key for key in Flag.values if getattr(row, f"flag_{key}")]
        return [Raised(key, str(Flag(key).label), self._why(key, row), _mended_at(key, row)) for key in keys]

    def names(self, row: Any) -> str:
        """The flags of a judged row by name alone, for a card."""
        return ", ".join(str(Flag(key).label) for key in Flag.values if getattr(row, f"flag_{key}"))

    def _why(self, key: str, row: Any) -> str:
        match key:
            case Flag.STUCK:
                return self._why_stuck(row)
            case Flag.DATE_PAST:
                days = (self.today - row.expected_close_on).days
                said = ngettext("The expected close is %(n)d day past.", "The expected close is %(n)d days past.", days)
                return said % {"n": days}
            case Flag.NO_STEP:
                return _("Nothing is agreed on.")
            case Flag.NO_VISIT:
                seen = row.account.last_visit_on
                if seen is None:
                    return _("Nobody has met this customer yet.")
                days = (self.today - seen).days
                said = ngettext("Nobody met them for %(n)d day.", "Nobody met them for %(n)d days.", days)
                return said % {"n": days}
        return _("None of us holds the contact to a decision-maker of this deal.")

    def _why_stuck(self, row: Any) -> str:
        normal = self.normals[row.stage_id]
        values = {"n": row.days_in_stage, "days": normal.limit}
        if normal.is_told:
            return _("%(n)d days in this stage; %(days)d are normal.") % values
        return _("%(n)d days in this stage; three of four won deals left it within %(days)d.") % values


def stuck(today: dt.date) -> Q:
    """Open ones that are longer in their stage than is normal there (see `Normal`), by the reader's calendar days: the
    one meaning of "stuck", without a query of its own."""
    needed = Coalesce(
        Subquery(FlagRule.objects.values("norm_stays")[:1]), FlagRule._meta.get_field("norm_stays").default
    )
    norms = StageNorm.objects.filter(stage=OuterRef("stage"), upper_days__isnull=False, stays__gte=needed)
    told = Subquery(norms.values(limit=Floor(F("upper_days") + 0.5)))
    limit = Coalesce(told, F("stage__normal_days") * 1.0)
    days = ExpressionWrapper(limit * Value(clock.DAY), output_field=DurationField())
    return OPEN & Q(stage_since__date__lt=ExpressionWrapper(Value(today) - days, output_field=DateField()))


def flagged(rows: QuerySet[Opportunity], flag: str, today: dt.date) -> QuerySet[Opportunity]:
    """Those of `rows` that show `flag` ("any": one at least)."""
    return rows.filter(Watch.of(today).condition(flag))


def _normal(stage: Stage, rule: FlagRule) -> Normal:
    norm = getattr(stage, "norm", None)
    stays = norm.stays if norm else 0
    if norm is None or norm.upper_days is None or stays < rule.norm_stays:
        return Normal(stage, stage.normal_days, norm and norm.median_days, stays, is_told=True)
    return Normal(stage, norm.upper_days, norm.median_days, stays, is_told=False)


def _mended_at(key: str, row: Opportunity) -> str:
    match key:
        case Flag.NO_VISIT:
            return f"{reverse('visit_new')}?account={row.account_id}"
        case Flag.UNCOVERED:
            return reverse("stakeholder_map", args=[row.pk])
        case Flag.STUCK:
            return reverse("opportunity_move", args=[row.pk])
    return reverse("opportunity_edit", args=[row.pk])
