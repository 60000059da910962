from .opportunity import FunnelFilter, OpportunityFilter
from .report import MovementFilter, MovementRowsFilter, PeriodFilter, ProductivityFilter

__all__ = [
    "FunnelFilter",
    "MovementFilter",
    "MovementRowsFilter",
    "OpportunityFilter",
    "PeriodFilter",
    "ProductivityFilter",
]
