"""Every write of this room. Pages, API, import, commands and tasks call these and nothing else."""

from .alert_rules import alert_rule_update, playbook_update
from .alerts import Acknowledged, alert_step_tick, alert_update, alerts_acknowledge
from .churn import churn_publish, churn_rule_update
from .fitting import ensure_fit, fit_queue, fit_start
from .follow_up import after_night, ensure_escalation, escalate_alerts, judge_alerts
from .in_force import policy_activate, policy_take_back, version_in_the_way
from .key_account import key_marks_set
from .ledger import Booked, Booking, ledger_upsert
from .market import market_rule_update, market_share_remove, market_share_set
from .night import refresh_alerts, run_night
from .pins import pin_remove, pin_set
from .policy import policy_draft, policy_edit
from .retention import retention_rule_update
from .schedule import ensure_night, night_now, night_start
from .shards import shard_sum, shards_start
from .what_if import what_if_judge, what_if_now, what_if_start

__all__ = [
    "Acknowledged",
    "Booked",
    "Booking",
    "after_night",
    "alert_rule_update",
    "alert_step_tick",
    "alert_update",
    "alerts_acknowledge",
    "churn_publish",
    "churn_rule_update",
    "ensure_escalation",
    "ensure_fit",
    "ensure_night",
    "escalate_alerts",
    "fit_queue",
    "fit_start",
    "judge_alerts",
    "key_marks_set",
    "ledger_upsert",
    "market_rule_update",
    "market_share_remove",
    "market_share_set",
    "night_now",
    "night_start",
    "pin_remove",
    "pin_set",
    "playbook_update",
    "policy_activate",
    "policy_draft",
    "policy_edit",
    "policy_take_back",
    "refresh_alerts",
    "retention_rule_update",
    "run_night",
    "shard_sum",
    "shards_start",
    "version_in_the_way",
    "what_if_judge",
    "what_if_now",
    "what_if_start",
]
