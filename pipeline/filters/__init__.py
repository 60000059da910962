from .catalogue import CompetitorFilter, ProductFilter, StakeholderFilter, WaitingFilter
from .opportunity import FunnelFilter, OpportunityFilter

__all__ = [
    "CompetitorFilter",
    "FunnelFilter",
    "OpportunityFilter",
    "ProductFilter",
    "StakeholderFilter",
    "WaitingFilter",
]
