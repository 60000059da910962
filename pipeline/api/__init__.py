from .opportunity import FunnelViewSet, OpportunityViewSet, StageViewSet

__all__ = ["FunnelViewSet", "OpportunityViewSet", "StageViewSet"]
