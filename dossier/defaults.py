"""How early contracts are spoken of and how large a file may be, as shipped. Our own choice: the best customers are
prepared for longest."""

from __future__ import annotations

from typing import Any

from accounts.choices import Tier

from .models import AttachmentRule, ContractReminder

DAYS = {Tier.PLATINUM.value: 120, Tier.GOLD.value: 90, Tier.IRON.value: 60, Tier.LEAD.value: 30, "": 60}


def ensure_defaults(**_signal: Any) -> None:
    """Fills in what is missing; leaves every row that is there alone."""
    rows = [ContractReminder(tier=tier, days=days) for tier, days in DAYS.items()]
    ContractReminder.objects.bulk_create(rows, ignore_conflicts=True)
    AttachmentRule.objects.get_or_create(pk=1)
