"""What the demo's people hold their best accounts for, and a draft of the tier policy that would weigh it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import Account
from scoring.choices import JUDGED, PolicyState
from scoring.models import KeyMark, TierPolicy
from scoring.services import policy_draft, what_if_now

from .stage import Scene

MARKED = 24
WHY_ZH = [
    "行业标杆，别家都看它",
    "明年二期扩建已立项",
    "只有我们一家供应",
    "技术交流多，试用新品",
    "采购集中到总部，份额可争",
]
WHY_EN = ["A reference for the whole industry", "Its second plant is decided", "We are its only supplier",
          "Tries our new products first", "Buys for the group from next year on"]  # fmt: skip


def mark_key_accounts(scene: Scene) -> int:
    """Marks of the accounts that stand best, by their owners over the last months; returns how many."""
    dice = scene.dice("key accounts")
    best = Account.objects.filter(tier__in=["platinum", "gold", "iron"]).order_by("tier_since", "external_id")
    marks = []
    for account in dice.sample(list(best.select_related("owner")), min(MARKED, len(best))):
        at = scene.now - dt.timedelta(days=dice.randint(3, 120))
        why = dice.choice(WHY_EN if account.name.isascii() else WHY_ZH)
        marks += [
            KeyMark(account=account, factor=factor, mark=dice.choices(range(5), [1, 2, 4, 5, 3])[0], reason=why,
                    set_at=at, set_by=account.owner)
            for factor in JUDGED
        ]  # fmt: skip
    return len(KeyMark.objects.bulk_create(marks))


def draft_policy(scene: Scene) -> None:
    """A draft beside the version that counts, with who would move: fewer platinum, and damage, potential and stability
    weighed."""
    weights = {"weight_damage": 3, "weight_potential": 2, "weight_goals": 1, "weight_stability": 2}
    reason = "明年：铂金收窄，看流失损害与潜力"
    director = scene.people["director"]
    shares = {"platinum_share": Decimal("0.45"), "min_months": 6, "lift_score": 70}
    draft = policy_draft(actor=director, reason=reason, **shares, **weights)
    for policy in (TierPolicy.objects.get(state=PolicyState.ACTIVE), draft):
        what_if_now(policy)
