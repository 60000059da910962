from .company import Company, currency_code
from .digest import DigestDay, DigestState, DigestWish
from .rate import CostRate, ExchangeRate
from .team import Team
from .user import Role, User

__all__ = [
    "Company",
    "CostRate",
    "DigestDay",
    "DigestState",
    "DigestWish",
    "ExchangeRate",
    "Role",
    "Team",
    "User",
    "currency_code",
]
