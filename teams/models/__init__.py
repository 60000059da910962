from .company import Company, CostRate, ExchangeRate
from .team import Team
from .user import Role, User

__all__ = ["Company", "CostRate", "ExchangeRate", "Role", "Team", "User"]
