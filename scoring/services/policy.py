"""Versions of the tier policy: drafted, looked at, activated with a reason; never edited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import record
from scoring.choices import PolicyState
from scoring.models import TierPolicy
from scoring.models.policy import MOST_WEIGHT, WEIGHTS
from scoring.queries.policy_lines import VALUES
from teams.models import User
from teams.rules import only_leads

SHARES = ("slim_margin", "platinum_share", "platinum_rank", "gold_share", "buffer")
RANGES = {
    "window_months": (1, 120),
    "loyal_months": (0, 120),
    "min_months": (0, 120),
    "patience": (0, 24),
    **dict.fromkeys(WEIGHTS.values(), (0, MOST_WEIGHT)),
    "lift_score": (1, 100),
}


@transaction.atomic
def policy_draft(*, actor: User | None, reason: str = "", **values: Any) -> TierPolicy:
    """A new version as a draft: the active one with `values` in place of its own. No actor: the command line.

    Forbidden for who does not lead; RuleBroken, with the field, for values that contradict each other.
    """
    if actor is not None:
        only_leads(actor)
    wait_for_lock("scoring.policy")
    active = TierPolicy.objects.get(state=PolicyState.ACTIVE)
    values = {name: getattr(active, name) for name in VALUES} | values
    _check(values)
    version = (TierPolicy.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    policy = TierPolicy.objects.create(version=version, created_by=actor, reason=reason, **values)
    told = {name: [str(getattr(active, name)), str(values[name])] for name in VALUES}
    changes = {name: pair for name, pair in told.items() if getattr(active, name) != values[name]}
    record(actor=actor, verb="policy.drafted", subject=policy, changes=changes)
    return policy


@transaction.atomic
def policy_activate(policy: TierPolicy, *, actor: User | None, reason: str) -> TierPolicy:
    """Makes a draft the policy that the next night judges by; the one before is retired.

    Forbidden for who does not lead; RuleBroken without a reason, or for a version that is no draft.
    """
    if actor is not None:
        only_leads(actor)
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken(_("Say why, for those who will ask."), field="reason")
    wait_for_lock("scoring.policy")
    policy.refresh_from_db()
    if policy.state != PolicyState.DRAFT:
        raise RuleBroken(_("Only a draft can be activated. Draft a new version from this one."))
    before = TierPolicy.objects.get(state=PolicyState.ACTIVE)
    TierPolicy.objects.filter(pk=before.pk).update(state=PolicyState.RETIRED)
    TierPolicy.objects.filter(pk=policy.pk).update(
        state=PolicyState.ACTIVE, reason=reason, activated_at=timezone.now(), activated_by=actor
    )
    policy.refresh_from_db()
    changes = {"version": [before.version, policy.version], "reason": reason}
    record(actor=actor, verb="policy.activated", subject=policy, changes=changes)
    return policy


def _check(values: dict[str, Any]) -> None:
    for name in SHARES:
        if not Decimal(values[name]).is_finite() or not 0 <= values[name] <= 1:
            raise RuleBroken(_("A share lies between 0 and 1."), field=name)
    for name, (least, most) in RANGES.items():
        if not least <= values[name] <= most:
            raise RuleBroken(_("From %(least)d to %(most)d.") % {"least": least, "most": most}, field=name)
    if values["gold_share"] < values["platinum_share"]:
        raise RuleBroken(_("Gold must reach at least as far as platinum."), field="gold_share")
    if values["loyal_months"] > values["window_months"]:
        raise RuleBroken(_("Nobody can be active in more months than the window has."), field="loyal_months")
