from .development import (
    DevelopmentStepViewSet,
    DevelopmentViewSet,
)
from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet
from .performance import (
    AgreedActionViewSet,
    PerformanceReviewViewSet,
)
from .review import OpportunityReviewViewSet, QuestionSetViewSet, ReviewActionViewSet

__all__ = [
    "AgreedActionViewSet",
    "DevelopmentStepViewSet",
    "DevelopmentViewSet",
    "FunnelViewSet",
    "OpportunityReviewViewSet",
    "OpportunityViewSet",
    "PerformanceReviewViewSet",
    "QuestionSetViewSet",
    "ReviewActionViewSet",
    "StageViewSet",
]
