from .catalogue import (
    Competitor,
    Product,
)
from .development import (
    Development,
    DevelopmentEntry,
    DevelopmentStep,
)
from .flag_rule import (
    FlagRule,
)
from .move import (
    Move,
)
from .opportunity import (
    CoOwner,
    Opportunity,
)
from .performance import (
    AgreedAction,
    PerformanceReview,
)
from .record import (
    DateChange,
    Line,
    Rival,
    Tick,
)
from .review import (
    OpportunityReview,
    QuestionSet,
    ReviewAction,
    ReviewAnswer,
    ReviewPick,
    ReviewQuestion,
    ReviewRule,
)
from .stage import (
    Stage,
    StageCriterion,
    StageNorm,
)
from .stakeholder import (
    Stakeholder,
)

__all__ = [
    "AgreedAction",
    "CoOwner",
    "Competitor",
    "DateChange",
    "Development",
    "DevelopmentEntry",
    "DevelopmentStep",
    "FlagRule",
    "Line",
    "Move",
    "Opportunity",
    "OpportunityReview",
    "PerformanceReview",
    "Product",
    "QuestionSet",
    "ReviewAction",
    "ReviewAnswer",
    "ReviewPick",
    "ReviewQuestion",
    "ReviewRule",
    "Rival",
    "Stage",
    "StageCriterion",
    "StageNorm",
    "Stakeholder",
    "Tick",
]
