from .alert import Alert, AlertRule
from .churn import ChurnFit, ChurnPrediction, ChurnRule
from .decision import ScoringRun, TierDecision
from .ledger import LedgerEntry
from .policy import TierPin, TierPolicy

__all__ = [
    "Alert",
    "AlertRule",
    "ChurnFit",
    "ChurnPrediction",
    "ChurnRule",
    "LedgerEntry",
    "ScoringRun",
    "TierDecision",
    "TierPin",
    "TierPolicy",
]
