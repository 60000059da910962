from .forecast import AdjustmentViewSet, ProposalViewSet, QuotaViewSet, SnapshotViewSet
from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet
from .report import ForecastViewSet, MovementViewSet, ProductivityViewSet, SaturationViewSet

__all__ = [
    "AdjustmentViewSet",
    "ForecastViewSet",
    "FunnelViewSet",
    "MovementViewSet",
    "OpportunityViewSet",
    "ProductivityViewSet",
    "ProposalViewSet",
    "QuotaViewSet",
    "SaturationViewSet",
    "SnapshotViewSet",
    "StageViewSet",
]
