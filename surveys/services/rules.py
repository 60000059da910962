"""The questionnaire is written, and how long links and answers are good for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from journal.services import changes_of, record
from surveys.choices import Asks
from surveys.models import SurveyPoint, SurveyRule
from surveys.models.point import MOST_DAYS, MOST_LINK_DAYS
from teams.models import User
from teams.rules import only_leads

MOST_POINTS = 40
MOST_POSITION = 999


class PointSpec(NamedTuple):
    """A point as somebody wants it, and the version that was read; without a row, a new one. What it is about stays as
    it began: marks of both kinds do not compare."""

    row: SurveyPoint | None
    version: int
    kind: str
    position: int
    text: str
    text_zh: str
    is_offered: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("position", "text", "text_zh", "is_offered")}


@transaction.atomic
def survey_points_set(*, actor: User, wanted: Sequence[PointSpec]) -> None:
    """Changes points and adds new ones; none is deleted. Surveys that were made keep theirs. Forbidden for those who
    do not lead; RuleBroken where no dimension would be asked any more."""
    only_leads(actor)
    for spec in wanted:
        if spec.row and spec.row.version != spec.version:
            raise StaleEdit(spec.row)
        if not (spec.text.strip() and spec.text_zh.strip()):
            raise RuleBroken(_("Say it in both languages."))
        if spec.kind not in Asks.values or not 1 <= spec.position <= MOST_POSITION:
            raise RuleBroken(_("A place from 1 to 999, and a kind of question."))
    for spec in wanted:
        _write(actor, spec)
    asked = SurveyPoint.objects.filter(is_offered=True)
    if not asked.filter(kind=Asks.SATISFACTION).exists():
        raise RuleBroken(_("At least one dimension is asked."))
    if asked.count() > MOST_POINTS:
        raise RuleBroken(_("%(n)d points at most: nobody answers more.") % {"n": MOST_POINTS})


@transaction.atomic
def survey_rule_set(rule: SurveyRule, *, actor: User, version: int, link_days: int, stale_days: int) -> SurveyRule:
    """How long links work and after how long an answer is old, from now on. Links that are out keep their day.
    Forbidden for those who do not lead."""
    only_leads(actor)
    if not 1 <= link_days <= MOST_LINK_DAYS:
        raise RuleBroken(_("From 1 to 90 days."), field="link_days")
    if not 1 <= stale_days <= MOST_DAYS:
        raise RuleBroken(_("From 1 to 3650 days."), field="stale_days")
    changes = differences(rule, {"link_days": link_days, "stale_days": stale_days})
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="surveyrule.changed", subject=rule, changes=told)
    return rule


def _write(actor: User, spec: PointSpec) -> None:
    if spec.row is None:
        row = SurveyPoint.objects.create(kind=spec.kind, **spec.columns)
        record(actor=actor, verb="surveypoint.created", subject=row, changes={"text": [None, row.text]})
    elif changes := differences(spec.row, spec.columns):
        told = changes_of(spec.row, changes)
        row = save_edit(spec.row, spec.version, changes)
        record(actor=actor, verb="surveypoint.changed", subject=row, changes=told)
