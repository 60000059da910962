from .catalogue import Competitor, Product
from .flag_rule import FlagRule
from .forecast import Adjustment, ForecastRule, Proposal, ProposalLine, Snapshot
from .move import Move
from .opportunity import CoOwner, Opportunity
from .quota import Quota
from .record import DateChange, Line, Rival, Tick
from .stage import Stage, StageCriterion, StageNorm
from .stakeholder import Stakeholder

__all__ = [
    "Adjustment",
    "CoOwner",
    "Competitor",
    "DateChange",
    "FlagRule",
    "ForecastRule",
    "Line",
    "Move",
    "Opportunity",
    "Product",
    "Proposal",
    "ProposalLine",
    "Quota",
    "Rival",
    "Snapshot",
    "Stage",
    "StageCriterion",
    "StageNorm",
    "Stakeholder",
    "Tick",
]
