from .company import Company, currency_code
from .rate import CostRate, ExchangeRate
from .team import Team
from .user import Role, User

__all__ = ["Company", "CostRate", "ExchangeRate", "Role", "Team", "User", "currency_code"]
