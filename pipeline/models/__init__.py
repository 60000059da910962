from .catalogue import Competitor, Product
from .flag_rule import FlagRule
from .move import Move
from .opportunity import CoOwner, Opportunity
from .record import DateChange, Line, Rival, Tick
from .stage import Stage, StageCriterion, StageNorm
from .stakeholder import Stakeholder

__all__ = [
    "CoOwner",
    "Competitor",
    "DateChange",
    "FlagRule",
    "Line",
    "Move",
    "Opportunity",
    "Product",
    "Rival",
    "Stage",
    "StageCriterion",
    "StageNorm",
    "Stakeholder",
    "Tick",
]
