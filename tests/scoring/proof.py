"""A checksum over what nights decided: equal for equal decisions, whatever ids and moments they were written with."""

from __future__ import annotations

import datetime as dt
import hashlib

from accounts.models import Account
from scoring.models import Alert, TierDecision

DECIDED = [field.attname for field in TierDecision._meta.fields if field.name not in {"id", "run"}]
ALERTED = ["account_id", "cause", "state", "owner_id", "due_on", "opened_on", "over_on", "facts", "note"]
PUBLISHED = ["id", "tier", "tier_since", "scored_at", "version", "updated_at"]


def checksum(date: dt.date | None = None) -> str:
    """Of all nights with alerts and published columns; with `date` of that night's decisions alone."""
    decisions = TierDecision.objects.order_by("business_date", "account_id").values_list(*DECIDED)
    if date:
        return _digest(list(decisions.filter(business_date=date)))
    alerts = Alert.objects.order_by("account_id", "cause", "opened_on").values_list(*ALERTED)
    accounts = Account.objects.order_by("id").values_list(*PUBLISHED)
    return _digest([*decisions, *alerts, *accounts])


def _digest(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()
