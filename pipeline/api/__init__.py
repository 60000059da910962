from .development import (
    DevelopmentStepViewSet,
    DevelopmentViewSet,
)
from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet
from .review import OpportunityReviewViewSet, QuestionSetViewSet, ReviewActionViewSet

__all__ = [
    "DevelopmentStepViewSet",
    "DevelopmentViewSet",
    "FunnelViewSet",
    "OpportunityReviewViewSet",
    "OpportunityViewSet",
    "QuestionSetViewSet",
    "ReviewActionViewSet",
    "StageViewSet",
]
