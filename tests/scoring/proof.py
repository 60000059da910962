"""A checksum over what nights decided: equal for equal decisions, whatever ids and moments they were written with."""

from __future__ import annotations

import datetime as dt
import hashlib

from accounts.models import Account
from scoring.choices import Cause
from scoring.models import Alert, ChurnFit, ChurnPrediction, Ladder, TierDecision
from scoring.queries.nights import covering

DECIDED = [field.attname for field in TierDecision._meta.fields if field.name not in {"id", "order_profit"}]
OF_A_NIGHT = [name for name in DECIDED if name not in {"valid_from", "valid_until", "previous_tier"}]
LADDER = ["run__business_date", "run__policy__version", "number", "least", "accounts", "profit"]
ALERTED = ["account_id", "cause", "state", "owner_id", "due_on", "opened_on", "over_on", "facts", "note"]
PUBLISHED = ["id", "tier", "tier_since", "scored_at", "published_profit__amount", "version", "updated_at"]

FITTED = ["as_of", "purpose", "state", "method", "parameters", "checks", "backtest", "sampled", "predicted"]
PREDICTED = ["account_id", "fit__as_of", "risk", "orders", "last_order", "revenue", "profit", "at_stake"]


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


def churn_checksum() -> str:
    """Of all fits with what they say of whom, and of what they publish and alert."""
    fits = ChurnFit.objects.order_by("as_of", "purpose").values_list(*FITTED)
    said = ChurnPrediction.objects.order_by("account_id").values_list(*PREDICTED)
    risks = Account.objects.order_by("id").values_list("id", "churn_risk")
    alerts = Alert.objects.filter(cause=Cause.CHURN).order_by("account_id", "opened_on").values_list(*ALERTED)
    return _digest([*fits, *said, *risks, *alerts])


def _digest(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()
