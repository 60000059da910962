"""What 060_judge.sql takes of a policy, beside the boundaries; and which of its conditions the policy does not need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from foundation import clock
from scoring.models import TierPolicy
from scoring.models.policy import VALUES


def policy_values(policy: TierPolicy, date: dt.date) -> dict[str, Any]:
    """As of the night of `date`. Who bought in more than `new_months` months of the calendar can't be new."""
    return {
        **{name: getattr(policy, name) for name in VALUES},
        "weights": sum(policy.weights.values()),
        "new_after": clock.add_months(date, -policy.min_months),
        "new_months": policy.min_months + 1,
    }


def not_asked(policy: TierPolicy) -> set[str]:
    """The words of the conditions that are left out, so that they cost nothing."""
    weighs = any(policy.weights.values())
    asked = {"new": policy.min_months > 0, "key": weighs, "lifted": weighs}
    return {word for word, is_asked in asked.items() if not is_asked}
