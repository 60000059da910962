from .alert import Alert, AlertRule
from .churn import ChurnFit, ChurnPrediction, ChurnRule
from .decision import Ladder, ScoringRun, TierDecision
from .key_account import KeyMark
from .ledger import LedgerEntry
from .policy import TierPin, TierPolicy
from .standing import Basis, Rhythm, Standing, Touched

__all__ = [
    "Alert",
    "AlertRule",
    "Basis",
    "ChurnFit",
    "ChurnPrediction",
    "ChurnRule",
    "KeyMark",
    "Ladder",
    "LedgerEntry",
    "Rhythm",
    "ScoringRun",
    "Standing",
    "TierDecision",
    "TierPin",
    "TierPolicy",
    "Touched",
]
