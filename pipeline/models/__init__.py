from .move import Move
from .opportunity import Opportunity
from .stage import Stage, StageCriterion

__all__ = ["Move", "Opportunity", "Stage", "StageCriterion"]
