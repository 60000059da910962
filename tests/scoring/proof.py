"""A checksum over what nights decided: equal for equal decisions, whatever ids and moments they were written with."""

from __future__ import annotations

import datetime as dt
import hashlib

from accounts.models import Account
from scoring.models import Alert, Ladder, TierDecision
from scoring.queries.nights import covering

DECIDED = [field.attname for field in TierDecision._meta.fields if field.name not in {"id", "order_profit"}]
OF_A_NIGHT = [name for name in DECIDED if name not in {"valid_from", "valid_until", "previous_tier"}]
LADDER = ["run__business_date", "number", "least", "accounts", "profit"]
ALERTED = ["account_id", "cause", "state", "owner_id", "due_on", "opened_on", "over_on", "facts", "note"]
PUBLISHED = ["id", "tier", "tier_since", "scored_at", "version", "updated_at"]


def checksum(date: dt.date | None = None) -> str:
    """Of all history with ladders, alerts and published columns; with `date` of what that night decided alone."""
    decisions = TierDecision.objects.order_by("account_id", "valid_from")
    ladder = Ladder.objects.order_by("run__business_date", "number").values_list(*LADDER)
    if date:
        rows = decisions.filter(covering(date)).values_list(*OF_A_NIGHT)
        return _digest([*rows, *ladder.filter(run__business_date=date)])
    alerts = Alert.objects.order_by("account_id", "cause", "opened_on").values_list(*ALERTED)
    accounts = Account.objects.order_by("id").values_list(*PUBLISHED)
    return _digest([*decisions.values_list(*DECIDED), *ladder, *alerts, *accounts])


def _digest(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()
