"""What a new installation starts with: how often an account of each tier is visited, and the rules of merging and of
complete records."""

from __future__ import annotations

from typing import Any

from . import completeness
from .choices import Tier
from .models import Cadence, CompletenessPoint, CompletenessRule, MergeRule

DAYS = {Tier.PLATINUM.value: 14, Tier.GOLD.value: 30, Tier.IRON.value: 60, Tier.LEAD.value: 120, "": 60}
"""Days between visits by tier; "" stands for accounts that are not rated yet. Our own choice: the source names none."""


def ensure_defaults(**_signal: Any) -> None:
    """Fills in the tiers that have no cadence; leaves every row that is there alone."""
    missing = [Cadence(tier=tier, days=days) for tier, days in DAYS.items()]
    Cadence.objects.bulk_create(missing, ignore_conflicts=True)
    MergeRule.objects.get_or_create(pk=1)
    rule = CompletenessRule.objects.order_by("-version").first() or CompletenessRule.objects.create(version=1)
    known = set(rule.points.values_list("key", flat=True))
    CompletenessPoint.objects.bulk_create(
        CompletenessPoint(rule=rule, key=point.key, weight=point.weight, days=point.days, tiers=list(point.tiers))
        for point in completeness.points()
        if point.key not in known
    )
