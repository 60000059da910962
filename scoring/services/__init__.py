"""Every write of this room. Pages, API, import, commands and tasks call these and nothing else."""

from .alerts import alert_rule_update, alert_update
from .churn import churn_publish, churn_rule_update
from .key_account import key_marks_set
from .ledger import Booked, Booking, ledger_upsert
from .night import refresh_alerts, run_night
from .pins import pin_remove, pin_set
from .policy import policy_activate, policy_draft
from .schedule import ensure_night, night_now, night_start
from .what_if import Shift, WhatIf, what_if

__all__ = [
    "Booked",
    "Booking",
    "Shift",
    "WhatIf",
    "alert_rule_update",
    "alert_update",
    "churn_publish",
    "churn_rule_update",
    "ensure_night",
    "key_marks_set",
    "ledger_upsert",
    "night_now",
    "night_start",
    "pin_remove",
    "pin_set",
    "policy_activate",
    "policy_draft",
    "refresh_alerts",
    "run_night",
    "what_if",
]
