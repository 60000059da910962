from .development import DevelopmentFilter
from .opportunity import FunnelFilter, OpportunityFilter
from .report import MovementFilter, MovementRowsFilter, PeriodFilter, ProductivityFilter
from .review import ReviewActionFilter, ReviewFilter

__all__ = [
    "DevelopmentFilter",
    "FunnelFilter",
    "MovementFilter",
    "MovementRowsFilter",
    "OpportunityFilter",
    "PeriodFilter",
    "ProductivityFilter",
    "ReviewActionFilter",
    "ReviewFilter",
]
