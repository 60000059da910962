from .development import DevelopmentStepViewSet, DevelopmentViewSet
from .forecast import AdjustmentViewSet, ProposalViewSet, QuotaViewSet, SnapshotViewSet
from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet
from .performance import AgreedActionViewSet, PerformanceReviewViewSet
from .record import CompetitorViewSet, ProductViewSet, StakeholderViewSet
from .report import (
    AgainstWhomViewSet,
    AgeingViewSet,
    ForecastViewSet,
    FunnelThenViewSet,
    MovementViewSet,
    ProductivityViewSet,
    SaturationViewSet,
    WinLossViewSet,
)
from .review import OpportunityReviewViewSet, QuestionSetViewSet, ReviewActionViewSet

__all__ = [
    "AdjustmentViewSet",
    "AgainstWhomViewSet",
    "AgeingViewSet",
    "AgreedActionViewSet",
    "CompetitorViewSet",
    "DevelopmentStepViewSet",
    "DevelopmentViewSet",
    "ForecastViewSet",
    "FunnelThenViewSet",
    "FunnelViewSet",
    "MovementViewSet",
    "OpportunityReviewViewSet",
    "OpportunityViewSet",
    "PerformanceReviewViewSet",
    "ProductViewSet",
    "ProductivityViewSet",
    "ProposalViewSet",
    "QuestionSetViewSet",
    "QuotaViewSet",
    "ReviewActionViewSet",
    "SaturationViewSet",
    "SnapshotViewSet",
    "StageViewSet",
    "StakeholderViewSet",
    "WinLossViewSet",
]
