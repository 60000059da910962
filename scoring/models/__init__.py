from .alert import Alert, AlertRule
from .decision import ScoringRun, TierDecision
from .ledger import LedgerEntry
from .policy import TierPin, TierPolicy

__all__ = ["Alert", "AlertRule", "LedgerEntry", "ScoringRun", "TierDecision", "TierPin", "TierPolicy"]
