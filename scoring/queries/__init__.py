"""What this room can tell. Rows come in restricted to the reader; accounts come in already seen."""

from .alerts import alerts_with_people, open_alerts, with_sentences
from .alternatives import alternatives, first_order_of
from .changes import changes_of, decision_before
from .churn import Churn, Outlook, bands_of, churn_of, fit_of, standing_fit, with_outlooks, with_standing_fit
from .comparison import compare
from .concentration import (
    Concentration,
    concentration,
    figures_and_curve,
    is_kept_whole,
    whale_curve,
    whole_concentration,
)
from .explain import Explanation, Stretch, explain, explained, pin_of, pin_stands, tier_history, tier_months
from .key_account import KeyAccount, key_accounts, marks_of, present_marks, with_keys
from .nights import night_of, nights, of_night, standing_night
from .place import place
from .policy_lines import policy_changes, policy_lines, policy_values
from .precision import records
from .sight import as_seen
from .standing import Standing, standing
from .summary import night_summary
from .tiers import TierRow, month_before, moved_since, tier_rows, whole_tier_rows
from .what_if import came_since, out_of_sight, shifts, stale_because, what_if_of

__all__ = [
    "Churn",
    "Concentration",
    "Explanation",
    "KeyAccount",
    "Outlook",
    "Standing",
    "Stretch",
    "TierRow",
    "alerts_with_people",
    "alternatives",
    "as_seen",
    "bands_of",
    "came_since",
    "changes_of",
    "churn_of",
    "compare",
    "concentration",
    "decision_before",
    "explain",
    "explained",
    "figures_and_curve",
    "first_order_of",
    "fit_of",
    "is_kept_whole",
    "key_accounts",
    "marks_of",
    "month_before",
    "moved_since",
    "night_of",
    "night_summary",
    "nights",
    "of_night",
    "open_alerts",
    "out_of_sight",
    "pin_of",
    "pin_stands",
    "place",
    "policy_changes",
    "policy_lines",
    "policy_values",
    "present_marks",
    "records",
    "shifts",
    "stale_because",
    "standing",
    "standing_fit",
    "standing_night",
    "tier_history",
    "tier_months",
    "tier_rows",
    "whale_curve",
    "what_if_of",
    "whole_concentration",
    "whole_tier_rows",
    "with_keys",
    "with_outlooks",
    "with_sentences",
    "with_standing_fit",
]
