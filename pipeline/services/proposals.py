"""New probabilities are proposed from what was observed; a manager decides, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import record
from pipeline.choices import ProposalState
from pipeline.models import Opportunity, Proposal, ProposalLine, Stage
from pipeline.queries.forecast import observed_rates
from teams.models import User
from teams.rules import only_leads

from .history import LADDER
from .stages import stage_update


@transaction.atomic
def proposal_make(*, actor: User) -> Proposal:
    """Proposes for every stage the rate that all decided opportunities of the company say, in whole per cent, never
    falling from stage to stage. An open proposal is replaced. Counts of the whole company, no amounts.
    """
    only_leads(actor)
    wait_for_lock("pipeline.proposal")
    _close(Proposal.objects.filter(state=ProposalState.PROPOSED), actor, _("Replaced by a newer one."))
    proposal, highest = Proposal.objects.create(created_by=actor), Decimal(0)
    lines = []
    for stage, seen in observed_rates(Opportunity.objects.live()).items():
        highest = max(highest, (seen.rate * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        lines.append(
            ProposalLine(
                proposal=proposal, stage=stage, before=stage.probability, after=highest,
                won=seen.won, n=seen.n, rate=seen.rate, low=seen.low, high=seen.high,
            )
        )  # fmt: skip
    ProposalLine.objects.bulk_create(lines)
    changes = {line.stage.key: [line.before, line.after] for line in lines if line.before != line.after}
    record(actor=actor, verb="proposal.made", subject=proposal, changes=changes)
    return proposal


@transaction.atomic
def proposal_accept(
    proposal: Proposal, *, actor: User, reason: str, probabilities: Mapping[str, Decimal] | None = None
) -> Proposal:
    """The proposed probabilities, or those that the manager put in their place (by stage key), become the stages'.

    RuleBroken: decided already, no reason, a stage that was changed since, beyond 100 %, falling from stage to stage.
    """
    only_leads(actor)
    proposal = _open_one(proposal, reason)
    wait_for_lock(LADDER)
    lines = {line.stage_id: line for line in proposal.lines.select_related("stage")}
    stages = list(Stage.objects.select_for_update().order_by("position"))
    wanted = {
        stage: Decimal((probabilities or {}).get(stage.key, lines[stage.pk].after))
        for stage in stages
        if stage.pk in lines
    }
    _refuse_bad(wanted, stages, lines)
    for stage in _in_safe_order(wanted):
        stage_update(stage, actor=actor, version=stage.version, probability=wanted[stage])
        ProposalLine.objects.filter(pk=lines[stage.pk].pk).update(after=wanted[stage])
    return _decided(proposal, actor, ProposalState.ACCEPTED, reason)


@transaction.atomic
def proposal_reject(proposal: Proposal, *, actor: User, reason: str) -> Proposal:
    """The probabilities stay as they are."""
    only_leads(actor)
    return _decided(_open_one(proposal, reason), actor, ProposalState.REJECTED, reason)


def _open_one(proposal: Proposal, reason: str) -> Proposal:
    wait_for_lock("pipeline.proposal")
    proposal.refresh_from_db()
    if proposal.state != ProposalState.PROPOSED:
        raise RuleBroken(_("This proposal was decided already."))
    if not reason.strip():
        raise RuleBroken(_("Say why, for those who will ask."), field="reason")
    return proposal


def _refuse_bad(wanted: dict[Stage, Decimal], stages: list[Stage], lines: dict[int, ProposalLine]) -> None:
    if {stage.pk for stage in stages} != set(lines):
        raise RuleBroken(_("The stages are others than when this was proposed. Propose anew."))
    for stage in stages:
        if stage.probability != lines[stage.pk].before:
            raise RuleBroken(_("%(stage)s was changed since this was proposed. Propose anew.") % {"stage": stage})
        if not (wanted[stage].is_finite() and 0 <= wanted[stage] <= 100):
            raise RuleBroken(_("A probability from 0 to 100 %."), field=stage.key)
    for before, after in pairwise(stages):
        if wanted[after] < wanted[before]:
            raise RuleBroken(_("A probability never falls from one stage to the next."), field=after.key)


def _in_safe_order(wanted: dict[Stage, Decimal]) -> list[Stage]:
    """Rising ones from the last stage on, then falling ones from the first: at no moment does any stand above a later
    one."""
    rising = [stage for stage in wanted if wanted[stage] > stage.probability]
    falling = [stage for stage in wanted if wanted[stage] < stage.probability]
    return [*reversed(rising), *falling]


def _close(proposals: Any, actor: User, reason: str) -> None:
    for proposal in proposals:
        _decided(proposal, actor, ProposalState.REJECTED, reason)


def _decided(proposal: Proposal, actor: User, state: ProposalState, reason: str) -> Proposal:
    Proposal.objects.filter(pk=proposal.pk).update(
        state=state, decided_at=timezone.now(), decided_by=actor, reason=" ".join(reason.split())
    )
    proposal.refresh_from_db()
    changes = {"state": [ProposalState.PROPOSED, state], "reason": proposal.reason}
    record(actor=actor, verb=f"proposal.{state}", subject=proposal, changes=changes)
    return proposal
