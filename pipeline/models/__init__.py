from .catalogue import Competitor, Product
from .development import Development, DevelopmentEntry, DevelopmentStep
from .flag_rule import FlagRule
from .forecast import Adjustment, ForecastRule, Proposal, ProposalLine, Snapshot
from .move import Move
from .opportunity import CoOwner, Opportunity
from .performance import AgreedAction, PerformanceReview
from .quota import Quota
from .record import DateChange, Line, Rival, Tick
from .review import OpportunityReview, QuestionSet, ReviewAction, ReviewAnswer, ReviewPick, ReviewQuestion, ReviewRule
from .stage import Stage, StageCriterion, StageNorm
from .stakeholder import Stakeholder
from .tally import Tally

__all__ = [
    "Adjustment",
    "AgreedAction",
    "CoOwner",
    "Competitor",
    "DateChange",
    "Development",
    "DevelopmentEntry",
    "DevelopmentStep",
    "FlagRule",
    "ForecastRule",
    "Line",
    "Move",
    "Opportunity",
    "OpportunityReview",
    "PerformanceReview",
    "Product",
    "Proposal",
    "ProposalLine",
    "QuestionSet",
    "Quota",
    "ReviewAction",
    "ReviewAnswer",
    "ReviewPick",
    "ReviewQuestion",
    "ReviewRule",
    "Rival",
    "Snapshot",
    "Stage",
    "StageCriterion",
    "StageNorm",
    "Stakeholder",
    "Tally",
    "Tick",
]
