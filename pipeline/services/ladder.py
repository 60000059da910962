"""Stages come, go and change places while opportunities stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.columns import save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.jobs import enqueue
from journal.services import record, record_many
from pipeline.choices import MoveKind, Status
from pipeline.models import Move, Opportunity, Stage
from teams.models import User
from teams.rules import only_leads

from .history import LADDER, Step, move_of
from .recount import progress_recount
from .stages import refuse_bad_probability

MOST_STAGES = 20


class Place(NamedTuple):
    """A stage in its new place, as it was read (`version`), with the probability that belongs there."""

    stage: Stage
    version: int
    probability: Decimal


@transaction.atomic
def stage_create(
    *, actor: User, name: str, name_zh: str, probability: Decimal, normal_days: int = 30, after: Stage | None = None
) -> Stage:
    """A new stage behind `after` (default: as the first). Opportunities come into it by moving there.

    Forbidden for who does not lead. RuleBroken: a probability below that of an earlier or above that of a later stage.
    """
    only_leads(actor)
    wait_for_lock(LADDER)
    others = list(Stage.objects.order_by("position"))
    if len(others) >= MOST_STAGES:
        raise RuleBroken(_("At most %(n)d stages.") % {"n": MOST_STAGES})
    position = (after.position if after else 0) + 1
    refuse_bad_probability(position, probability, others, is_between=True)
    Stage.every.filter(position__gte=position).update(position=F("position") + 1)
    stage = Stage.every.create(
        key=_free_key(name), position=position, name=name, name_zh=name_zh, probability=probability,
        normal_days=normal_days,
    )  # fmt: skip
    said = {"name": [None, name], "probability": [None, probability], "position": [None, position]}
    record(actor=actor, verb="stage.created", subject=stage, changes=said)
    return stage


@transaction.atomic
def stage_retire(stage: Stage, *, actor: User, version: int, into: Stage | None = None) -> int:
    """Takes a stage out of the funnel; what is open in it moves to `into`, each by a row of its history. Returns how
    many. Won and lost ones keep it as the stage they ended in.

    Forbidden for who does not lead. RuleBroken: something stands in it and nobody says where to, the last stage.
    """
    only_leads(actor)
    wait_for_lock(LADDER)
    if list(Stage.objects.order_by("position")) in ([], [stage]):
        raise RuleBroken(_("The last stage stays."))
    # Archived ones, too: somebody may bring them back.
    standing = Opportunity.objects.filter(stage=stage, status=Status.OPEN)
    rows = list(standing.select_for_update().order_by("pk"))
    if rows and (into is None or into == stage or into.retired_at):
        said = ngettext(
            "%(n)d opportunity stands in it: say where to.", "%(n)d opportunities stand in it: say where to.", len(rows)
        )
        raise RuleBroken(said % {"n": len(rows)}, field="into")
    now = timezone.now()
    stage = save_edit(stage, version, {"retired_at": now})
    if into and rows:
        _move_all(rows, stage, into, actor)
    record(actor=actor, verb="stage.removed", subject=stage, changes={"moved": len(rows), "into": str(into or "")})
    return len(rows)


@transaction.atomic
def stages_arrange(*, actor: User, places: Sequence[Place]) -> None:
    """Puts all stages into a new order, with their probabilities, which must not fall along it.

    What the funnel says of the past is told anew by a job: who went on to a "later" stage follows the new order.
    Forbidden for who does not lead; StaleEdit for a stage that somebody changed meanwhile.
    """
    only_leads(actor)
    wait_for_lock(LADDER)
    every = list(Stage.every.select_for_update(no_key=True).order_by("position"))
    now_in_use = {stage.pk: stage for stage in every if stage.retired_at is None}
    if sorted(place.stage.pk for place in places) != sorted(now_in_use):
        raise RuleBroken(_("Each stage once: somebody added or removed one meanwhile."))
    for place in places:
        if now_in_use[place.stage.pk].version != place.version:
            raise StaleEdit(now_in_use[place.stage.pk])
    _refuse_falling(places)
    before = [_said(stage, stage.probability) for stage in now_in_use.values()]
    after = [_said(place.stage, place.probability) for place in places]
    if before == after:
        return
    _write_order(every, places)
    record(actor=actor, verb="stage.arranged", subject=places[0].stage, changes={"stages": [before, after]})
    if [each[0] for each in before] != [each[0] for each in after]:
        enqueue("pipeline.recount")


def _write_order(every: Sequence[Stage], places: Sequence[Place]) -> None:
    """Stages that were taken out stay behind the one that they stood behind."""
    followers: dict[int, list[Stage]] = {}
    head = 0
    for stage in every:
        if stage.retired_at is None:
            head = stage.pk
        followers.setdefault(head, []).append(stage)
    order = [stage for key in (0, *(place.stage.pk for place in places)) for stage in followers.get(key, [])]
    probabilities = {place.stage.pk: place.probability for place in places}
    for position, stage in enumerate(order, 1):
        wanted = (position, probabilities.get(stage.pk, stage.probability))
        if wanted != (stage.position, stage.probability):
            columns = {"position": position, "probability": wanted[1], "updated_at": timezone.now()}
            Stage.every.filter(pk=stage.pk).update(**columns, version=F("version") + 1)


def _move_all(rows: Sequence[Opportunity], stage: Stage, into: Stage, actor: User) -> None:
    now, note = timezone.now(), _("The stage %(stage)s was taken out.") % {"stage": stage}
    told: Step = {"by": actor, "at": now, "from_stage": stage, "to_stage": into, "note": note}
    Move.objects.bulk_create((move_of(row, MoveKind.STAGE, **told) for row in rows), batch_size=2000)
    moved = Opportunity.objects.filter(pk__in=[row.pk for row in rows])
    moved.update(stage=into, stage_since=now, version=F("version") + 1, updated_at=now)
    progress_recount(moved)
    changes = {row.pk: {"stage": [str(stage), str(into)]} for row in rows}
    subjects = [(row, row.account_id) for row in rows]
    record_many(actor=actor, verb="opportunity.moved", subjects=subjects, changes=changes)


def _refuse_falling(places: Sequence[Place]) -> None:
    probabilities = [place.probability for place in places]
    if not all(each.is_finite() and 0 <= each <= 100 for each in probabilities):
        raise RuleBroken(_("A probability from 0 to 100 %."), field="probability")
    if probabilities != sorted(probabilities):
        raise RuleBroken(_("A probability never falls from one stage to the next."), field="probability")


def _said(stage: Stage, probability: Decimal) -> tuple[str, str]:
    return str(stage), f"{probability.normalize():f} %"


def _free_key(name: str) -> str:
    """A key for other systems, made of the name; numbered where that is taken or has no Latin letters."""
    wanted = slugify(name)[:16] or "stage"
    taken = set(Stage.every.values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, 1000))
    return wanted if wanted not in {*taken, "new", "arrange"} else next(key for key in numbered if key not in taken)
