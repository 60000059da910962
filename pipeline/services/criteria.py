"""Exit criteria of an opportunity: ticked with evidence, and what is required on the way to a later stage."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from journal.services import record
from pipeline.models import Opportunity, Stage, StageCriterion, Tick
from teams.models import User

from .history import refuse_unless_open


@transaction.atomic
def criterion_tick(row: Opportunity, *, actor: User, criterion: StageCriterion, evidence: str = "") -> Tick:
    """The customer has done it, says `actor`, by `evidence`. Ticking again only renews the evidence.

    RuleBroken: closed or archived opportunity, a criterion that was taken out.
    """
    refuse_unless_open(row)
    if criterion.retired_at:
        raise RuleBroken(_("This criterion was taken out."), field="criterion")
    tick, is_new = Tick.objects.get_or_create(
        opportunity=row, criterion=criterion, defaults={"by": actor, "evidence": evidence}
    )
    if not is_new and (not evidence or tick.evidence == evidence):
        return tick
    before = "" if is_new else tick.evidence
    tick.evidence = evidence
    tick.save(update_fields=["evidence"])
    _record(row, actor, "opportunity.criterion_met", {"criterion": str(criterion), "evidence": [before, evidence]})
    return tick


@transaction.atomic
def criterion_untick(row: Opportunity, *, actor: User, criterion: StageCriterion) -> None:
    """It was not met after all. Where it is not ticked nothing happens."""
    refuse_unless_open(row)
    tick = Tick.objects.filter(opportunity=row, criterion=criterion).first()
    if tick is None:
        return
    tick.delete()
    _record(row, actor, "opportunity.criterion_open", {"criterion": str(criterion), "evidence": [tick.evidence, ""]})


def refuse_unmet(row: Opportunity, stage: Stage) -> None:
    """RuleBroken (field "stage") where a required criterion of a stage before `stage`, from its own one on, is open."""
    on_the_way = StageCriterion.objects.filter(
        is_required=True, stage__position__gte=row.stage.position, stage__position__lt=stage.position,
        stage__retired_at=None,
    )  # fmt: skip
    unmet = on_the_way.exclude(ticks__opportunity=row).order_by("stage__position", "position", "id")
    if missing := [str(criterion) for criterion in unmet]:
        raise RuleBroken(
            _("Before %(stage)s the customer must have done this: %(criteria)s.")
            % {"stage": stage, "criteria": "; ".join(missing)},
            field="stage",
        )


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)
