"""Versions of the tier policy: drafted, and changed while they are drafts; services.in_force puts them in force."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.services import changes_of, record
from scoring.choices import PolicyState
from scoring.models import TierPolicy
from scoring.models.policy import MOST_WEIGHT, SHARES, VALUES, WEIGHTS
from scoring.queries.nights import standing_night
from teams.models import User
from teams.rules import only_leads

from .what_if import what_if_start

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

    Who would move under it is judged at once, in the background. Forbidden for who does not lead; RuleBroken, with the
    field, for values that contradict each other.
    """
    if actor is not None:
        only_leads(actor)
    wait_for_lock("scoring.policy")
    active = TierPolicy.objects.get(state=PolicyState.ACTIVE)
    values = {name: getattr(active, name) for name in VALUES} | values
    check(values)
    version = (TierPolicy.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    policy = TierPolicy.objects.create(version=version, created_by=actor, reason=reason, **values)
    told = {name: [str(getattr(active, name)), str(values[name])] for name in VALUES}
    changes = {name: pair for name, pair in told.items() if getattr(active, name) != values[name]}
    record(actor=actor, verb="policy.drafted", subject=policy, changes=changes)
    if actor is not None and standing_night():
        what_if_start(policy, actor=actor)
    return policy


@transaction.atomic
def policy_edit(policy: TierPolicy, *, actor: User, revision: int, **changes: Any) -> TierPolicy:
    """Changes values or purpose of a draft that nobody has changed since `revision`; judges anew who would move.

    Forbidden for who does not lead; RuleBroken for what is no draft any more and for values that contradict each other.
    """
    only_leads(actor)
    wait_for_lock("scoring.policy")
    policy.refresh_from_db()
    if policy.state != PolicyState.DRAFT:
        raise RuleBroken(_("Only a draft can be changed. Draft a new version from this one."))
    if policy.revision != revision:
        raise StaleEdit(policy)
    told = changes_of(policy, changes)
    if not told:
        return policy
    check({name: getattr(policy, name) for name in VALUES} | {k: v for k, v in changes.items() if k in VALUES})
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.revision, policy.changed_at = revision + 1, timezone.now()
    policy.save(update_fields=[*changes, "revision", "changed_at"])
    record(
        actor=actor,
        verb="policy.updated",
        subject=policy,
        changes={k: [str(v) for v in pair] for k, pair in told.items()},
    )
    if standing_night():
        what_if_start(policy, actor=actor)
    return policy


def check(values: dict[str, Any]) -> None:
    """RuleBroken, with the field, for values of a policy that no night could judge by."""
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
