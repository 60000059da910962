"""Changing the rules of the funnel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from pipeline.models import Stage, StageCriterion
from teams.models import User
from teams.rules import only_leads

Criteria = Sequence[tuple[str, str]]


@transaction.atomic
def stage_update(stage: Stage, *, actor: User, version: int, criteria: Criteria | None = None, **changes: Any) -> Stage:
    """Changes name, name_zh, probability (per cent), normal_days and, when given, all exit criteria (English, Chinese).

    Forbidden for those who do not lead. RuleBroken: a probability outside 0–100, or below that of an earlier stage
    or above that of a later one. StaleEdit: somebody saved since `version`.
    """
    only_leads(actor)
    others = list(Stage.objects.select_for_update().order_by("position"))
    wanted = differences(stage, changes)
    said = changes_of(stage, wanted)
    if "probability" in wanted:
        _refuse_bad_probability(stage, wanted["probability"], others)
    before = [[text.text, text.text_zh] for text in stage.criteria.all()]
    after = before if criteria is None else [list(pair) for pair in criteria]
    if not wanted and before == after:
        return stage
    stage = save_edit(stage, version, wanted)
    if before != after:
        _write_criteria(stage, after)
        said["criteria"] = [before, after]
    record(actor=actor, verb="stage.updated", subject=stage, changes=said)
    return stage


def _refuse_bad_probability(stage: Stage, probability: Decimal, others: list[Stage]) -> None:
    if not (probability.is_finite() and 0 <= probability <= 100):
        raise RuleBroken(_("A probability from 0 to 100 %."), field="probability")
    low = max((other.probability for other in others if other.position < stage.position), default=Decimal(0))
    high = min((other.probability for other in others if other.position > stage.position), default=Decimal(100))
    if not low <= probability <= high:
        raise RuleBroken(
            _("Between %(low)s and %(high)s %%: it never falls from one stage to the next.")
            % {"low": f"{low.normalize():f}", "high": f"{high.normalize():f}"},
            field="probability",
        )


def _write_criteria(stage: Stage, criteria: list[list[str]]) -> None:
    stage.criteria.all().delete()
    StageCriterion.objects.bulk_create(
        StageCriterion(stage=stage, position=position, text=text, text_zh=text_zh)
        for position, (text, text_zh) in enumerate(criteria, 1)
    )
