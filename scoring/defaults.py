"""What a new installation starts with: tier policy, alert rules, playbooks, churn rule (domain §1 and §8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.choices import Tier

from .choices import Cause, PolicyState
from .models import AlertRule, ChurnRule, MarketRule, Playbook, PlaybookStep, RetentionRule, TierPolicy
from .playbooks import SHIPPED

_ACTIVE = [Tier.PLATINUM, Tier.GOLD, Tier.IRON]
_BEST = [Tier.PLATINUM, Tier.GOLD]
_WEEK = {"due_days": 7, "due_platinum": 3, "due_gold": 5}
_FORTNIGHT = {"due_days": 14, "due_platinum": 7, "due_gold": 10}
ALERT_RULES: dict[str, dict[str, Any]] = {
    Cause.OVERDUE: {"threshold": Decimal(2), "tiers": _ACTIVE, **_WEEK},
    Cause.FALLING_PROFIT: {"threshold": Decimal("0.30"), "tiers": _BEST, **_FORTNIGHT},
    Cause.CADENCE: {"threshold": Decimal(1), "tiers": [], **_WEEK},
    Cause.NO_NEXT_STEP: {"threshold": Decimal(7), "tiers": _ACTIVE, **_WEEK},
    Cause.COMPLAINT: {"threshold": Decimal(0), "tiers": _ACTIVE, **_WEEK},
    Cause.DISSATISFIED: {"threshold": Decimal("0.50"), "tiers": _ACTIVE, **_WEEK},
    Cause.CONTRACT_ENDS: {"threshold": Decimal(30), "tiers": _ACTIVE, **_FORTNIGHT},
    Cause.DECIDER_LEFT: {"threshold": Decimal(90), "tiers": _ACTIVE, **_FORTNIGHT},
    Cause.CHURN: {"threshold": Decimal("0.60"), "tiers": _BEST, **_WEEK},
}
"""Our own choice: the source names the causes, no figures. AlertRule says what each threshold counts."""


def ensure_defaults(**_signal: Any) -> None:
    """The first policy, active, where there is none; the rules and playbooks that are missing."""
    if not TierPolicy.objects.exists():
        TierPolicy.objects.create(version=1, state=PolicyState.ACTIVE, activated_at=timezone.now())
    ChurnRule.objects.get_or_create(pk=1)
    MarketRule.objects.get_or_create(pk=1)
    missing = [AlertRule(cause=cause, **rule) for cause, rule in ALERT_RULES.items()]
    AlertRule.objects.bulk_create(missing, ignore_conflicts=True)
    RetentionRule.objects.get_or_create(pk=1)
    _ensure_playbooks()


def _ensure_playbooks() -> None:
    """A cause that has a playbook keeps it, also one that somebody emptied."""
    known = set(Playbook.objects.values_list("cause", flat=True))
    made = Playbook.objects.bulk_create(Playbook(cause=cause) for cause in SHIPPED if cause not in known)
    PlaybookStep.objects.bulk_create(
        PlaybookStep(playbook=playbook, position=position, text=text, text_zh=text_zh)
        for playbook in made
        for position, (text, text_zh) in enumerate(SHIPPED[playbook.cause], 1)
    )
