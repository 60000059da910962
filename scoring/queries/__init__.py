"""What this room can tell. Rows come in restricted to the reader; accounts come in already seen."""

from .alerts import alerts_with_people, open_alerts, with_sentences
from .churn import Churn, Outlook, churn_of, standing_fit, with_outlooks
from .concentration import Concentration, concentration, whale_curve
from .explain import Explanation, Stretch, explain, explained, pin_of, tier_history
from .nights import nights, standing_night
from .policy_lines import policy_changes, policy_lines
from .summary import night_summary
from .tiers import TierRow, decisions_of, month_before, moved_since, tier_rows

__all__ = [
    "Churn",
    "Concentration",
    "Explanation",
    "Outlook",
    "Stretch",
    "TierRow",
    "alerts_with_people",
    "churn_of",
    "concentration",
    "decisions_of",
    "explain",
    "explained",
    "month_before",
    "moved_since",
    "night_summary",
    "nights",
    "open_alerts",
    "pin_of",
    "policy_changes",
    "policy_lines",
    "standing_fit",
    "standing_night",
    "tier_history",
    "tier_rows",
    "whale_curve",
    "with_outlooks",
    "with_sentences",
]
