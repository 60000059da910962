"""What a new installation starts with: how often an account of each tier is visited, and the rule of merging."""

from __future__ import annotations

from typing import Any

from .choices import Tier
from .models import Cadence, MergeRule

DAYS = {Tier.PLATINUM.value: 14, Tier.GOLD.value: 30, Tier.IRON.value: 60, Tier.LEAD.value: 120, "": 60}
"""Days between visits by tier; "" stands for accounts that are not rated yet. Our own choice: the source names none."""


def ensure_defaults(**_signal: Any) -> None:
    """Fills in the tiers that have no cadence; leaves every row that is there alone."""
    missing = [Cadence(tier=tier, days=days) for tier, days in DAYS.items()]
    Cadence.objects.bulk_create(missing, ignore_conflicts=True)
    MergeRule.objects.get_or_create(pk=1)
