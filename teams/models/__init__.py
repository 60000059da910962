from .company import Company, currency_code
from .digest import DigestDay, DigestWish
from .mailing import MailState
from .rate import CostRate, ExchangeRate
from .subscription import Rhythm, Subscription, SubscriptionMail
from .team import Team
from .user import Role, User

__all__ = [
    "Company",
    "CostRate",
    "DigestDay",
    "DigestWish",
    "ExchangeRate",
    "MailState",
    "Rhythm",
    "Role",
    "Subscription",
    "SubscriptionMail",
    "Team",
    "User",
    "currency_code",
]
