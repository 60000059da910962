"""Service authority as shipped: our own choice, for the source says only that the best are served fastest."""

from __future__ import annotations

from typing import Any

from accounts.choices import Tier
from teams.models import Role

from .choices import Matter
from .models import Authority, IcebergRule

TIERS = [*Tier.values, ""]
REP, MANAGER, DIRECTOR = Role.REP, Role.MANAGER, Role.DIRECTOR
SHIPPED: dict[str, tuple[tuple[Any, int], ...]] = {
    Matter.GRIEVANCE: ((REP, 4), (REP, 8), (REP, 24), (REP, 48), (REP, 24)),
    Matter.COMPLAINT: ((MANAGER, 8), (MANAGER, 24), (MANAGER, 48), (REP, 72), (MANAGER, 48)),
    Matter.CRISIS: ((DIRECTOR, 4), (DIRECTOR, 8), (MANAGER, 24), (MANAGER, 24), (MANAGER, 24)),
    Matter.REBATE: ((DIRECTOR, 24), (MANAGER, 24), (MANAGER, 48), (MANAGER, 72), (MANAGER, 72)),
    Matter.VISIT_PLAN: ((REP, 24), (REP, 48), (REP, 72), (REP, 120), (REP, 72)),
}
"""(who decides, hours) for platinum, gold, iron, lead, and accounts that are not rated yet."""


def ensure_defaults(**_signal: Any) -> None:
    """Fills in what is missing; leaves every row that is there alone."""
    rows = [
        Authority(matter=matter, tier=tier, decides=decides, hours=hours)
        for matter, by_tier in SHIPPED.items()
        for tier, (decides, hours) in zip(TIERS, by_tier, strict=True)
    ]
    Authority.objects.bulk_create(rows, ignore_conflicts=True)
    IcebergRule.objects.get_or_create(pk=1)
