from .opportunity import FunnelFilter, OpportunityFilter

__all__ = ["FunnelFilter", "OpportunityFilter"]
