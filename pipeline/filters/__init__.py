from .development import (
    DevelopmentFilter,
)
from .opportunity import FunnelFilter, OpportunityFilter
from .review import ReviewActionFilter, ReviewFilter

__all__ = [
    "DevelopmentFilter",
    "FunnelFilter",
    "OpportunityFilter",
    "ReviewActionFilter",
    "ReviewFilter",
]
