from .alert import Alert, AlertRule
from .churn import ChurnFit, ChurnPrediction, ChurnRule
from .decision import Ladder, ScoringRun, TierDecision
from .departure import Departure
from .key_account import KeyMark
from .ledger import LedgerEntry
from .market import MarketRule, MarketShare
from .playbook import AlertStep, Playbook, PlaybookStep
from .policy import TierPin, TierPolicy
from .retention import Retained, RetentionRule
from .standing import Basis, Moved, NightShard, Rhythm, Shard, Standing, Summed, Touched
from .what_if import WhatIf, WhatIfMove

__all__ = [
    "Alert",
    "AlertRule",
    "AlertStep",
    "Basis",
    "ChurnFit",
    "ChurnPrediction",
    "ChurnRule",
    "Departure",
    "KeyMark",
    "Ladder",
    "LedgerEntry",
    "MarketRule",
    "MarketShare",
    "Moved",
    "NightShard",
    "Playbook",
    "PlaybookStep",
    "Retained",
    "RetentionRule",
    "Rhythm",
    "ScoringRun",
    "Shard",
    "Standing",
    "Summed",
    "TierDecision",
    "TierPin",
    "TierPolicy",
    "Touched",
    "WhatIf",
    "WhatIfMove",
]
