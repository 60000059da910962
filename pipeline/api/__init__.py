from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet
from .record import CompetitorViewSet, ProductViewSet, StakeholderViewSet

__all__ = [
    "CompetitorViewSet",
    "FunnelViewSet",
    "OpportunityViewSet",
    "ProductViewSet",
    "StageViewSet",
    "StakeholderViewSet",
]
