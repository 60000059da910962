"""Changing the rules of the funnel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import changes_of, record
from pipeline.models import Stage, StageCriterion
from teams.models import User
from teams.rules import only_leads

from .history import LADDER


class CriterionSpec(NamedTuple):
    """An exit criterion as it is wanted; `id` names the one that it changes."""

    text: str
    text_zh: str
    is_required: bool = False
    id: int | None = None


@transaction.atomic
def stage_update(
    stage: Stage, *, actor: User, version: int, criteria: Sequence[CriterionSpec] | None = None, **changes: Any
) -> Stage:
    """Changes name, name_zh, probability (per cent), normal_days and, when given, all exit criteria.

    Criteria that go on (by id, else by their words) keep their ticks. Forbidden for those who do not lead. RuleBroken:
    a probability outside 0–100, or below that of an earlier stage or above that of a later one. StaleEdit: somebody
    saved since `version`.
    """
    only_leads(actor)
    wait_for_lock(LADDER)
    others = list(Stage.objects.select_for_update().order_by("position"))
    wanted = differences(stage, changes)
    said = changes_of(stage, wanted)
    if "probability" in wanted:
        refuse_bad_probability(stage.position, wanted["probability"], others)
    before = [_said(criterion) for criterion in stage.criteria.all()]
    after = before if criteria is None else [_said(criterion) for criterion in criteria]
    if not wanted and before == after:
        return stage
    stage = save_edit(stage, version, wanted)
    if criteria is not None and before != after:
        _write_criteria(stage, criteria)
        said["criteria"] = [before, after]
    record(actor=actor, verb="stage.updated", subject=stage, changes=said)
    return stage


def refuse_bad_probability(
    position: int, probability: Decimal, others: Sequence[Stage], *, is_between: bool = False
) -> None:
    """RuleBroken where a stage at `position` (a new one before that, if it `is_between`) cannot have it."""
    if not (probability.is_finite() and 0 <= probability <= 100):
        raise RuleBroken(_("A probability from 0 to 100 %."), field="probability")
    first_after = position if is_between else position + 1
    low = max((other.probability for other in others if other.position < position), default=Decimal(0))
    high = min((other.probability for other in others if other.position >= first_after), default=Decimal(100))
    if not low <= probability <= high:
        raise RuleBroken(
            _("Between %(low)s and %(high)s %%: it never falls from one stage to the next.")
            % {"low": f"{low.normalize():f}", "high": f"{high.normalize():f}"},
            field="probability",
        )


def _write_criteria(stage: Stage, criteria: Sequence[CriterionSpec]) -> None:
    left = {criterion.pk: criterion for criterion in stage.criteria.all()}
    for position, spec in enumerate(criteria, 1):
        known = left.pop(spec.id, None) if spec.id else _same_words(left, spec)
        criterion = known or StageCriterion(stage=stage)
        criterion.position, criterion.is_required = position, spec.is_required
        criterion.text, criterion.text_zh = spec.text, spec.text_zh
        criterion.save()
    gone = StageCriterion.every.filter(pk__in=left)
    gone.filter(ticks=None).delete()
    gone.update(retired_at=timezone.now())


def _same_words(left: dict[int, StageCriterion], spec: CriterionSpec) -> StageCriterion | None:
    found = next((pk for pk, each in left.items() if (each.text, each.text_zh) == (spec.text, spec.text_zh)), None)
    return left.pop(found) if found else None


def _said(criterion: StageCriterion | CriterionSpec) -> list[Any]:
    words: list[Any] = [criterion.text, criterion.text_zh]
    return [*words, _("required")] if criterion.is_required else words
