from .development import (
    DevelopmentEntrySerializer,
    DevelopmentSerializer,
    DevelopmentStepSerializer,
    FailBody,
    RecordBody,
)
from .opportunity import (
    CloseBody,
    FunnelSerializer,
    MoveBody,
    MoveSerializer,
    OpportunitySerializer,
    ReopenBody,
    StageSerializer,
    VersionBody,
)
from .performance import (
    AgreedActionSerializer,
    PerformanceReviewSerializer,
)
from .review import (
    OpportunityReviewSerializer,
    QuestionSetBody,
    QuestionSetSerializer,
    ReviewActionSerializer,
    ReviewBody,
)

__all__ = [
    "AgreedActionSerializer",
    "CloseBody",
    "DevelopmentEntrySerializer",
    "DevelopmentSerializer",
    "DevelopmentStepSerializer",
    "FailBody",
    "FunnelSerializer",
    "MoveBody",
    "MoveSerializer",
    "OpportunityReviewSerializer",
    "OpportunitySerializer",
    "PerformanceReviewSerializer",
    "QuestionSetBody",
    "QuestionSetSerializer",
    "RecordBody",
    "ReopenBody",
    "ReviewActionSerializer",
    "ReviewBody",
    "StageSerializer",
    "VersionBody",
]
