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
from .people import (
    AboutPeopleFilter,
)
from .report import (
    FunnelThenFilter,
    MovementFilter,
    MovementRowsFilter,
    PeriodFilter,
    ProductivityFilter,
    QuotaFilter,
    WhoseFilter,
)
from .review import (
    ReviewActionFilter,
    ReviewFilter,
    WeekFilter,
)

__all__ = [
    "AboutPeopleFilter",
    "CompetitorFilter",
    "DevelopmentFilter",
    "FunnelFilter",
    "FunnelThenFilter",
    "MovementFilter",
    "MovementRowsFilter",
    "OpportunityFilter",
    "PeriodFilter",
    "ProductFilter",
    "ProductivityFilter",
    "QuotaFilter",
    "ReviewActionFilter",
    "ReviewFilter",
    "StakeholderFilter",
    "WaitingFilter",
    "WeekFilter",
    "WhoseFilter",
    "WinLossFilter",
]
