from .catalogue import (
    CompetitorFilter,
    ProductFilter,
    StakeholderFilter,
    WaitingFilter,
)
from .development import (
    DevelopmentFilter,
)
from .opportunity import (
    FunnelFilter,
    OpportunityFilter,
    WinLossFilter,
)
from .report import (
    MovementFilter,
    MovementRowsFilter,
    PeriodFilter,
    ProductivityFilter,
)
from .review import (
    ReviewActionFilter,
    ReviewFilter,
)

__all__ = [
    "CompetitorFilter",
    "DevelopmentFilter",
    "FunnelFilter",
    "MovementFilter",
    "MovementRowsFilter",
    "OpportunityFilter",
    "PeriodFilter",
    "ProductFilter",
    "ProductivityFilter",
    "ReviewActionFilter",
    "ReviewFilter",
    "StakeholderFilter",
    "WaitingFilter",
    "WinLossFilter",
]
