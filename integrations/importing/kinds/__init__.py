from .accounts import Accounts
from .adjustments import Adjustments
from .base import Kind
from .catalogues import Competitors, Products
from .contacts import Contacts
from .developments import DevelopmentEntries, Developments
from .ledger import Ledger
from .moves import Moves
from .opportunities import Opportunities
from .people import People
from .performance import AgreedActions, PerformanceReviews
from .quotas import Quotas
from .reviews import Reviews
from .stakeholders import Stakeholders
from .visits import Visits

_KINDS = (
    *(People, Accounts, Contacts, Visits, Opportunities, Moves, Ledger),
    *(Products, Competitors, Quotas, Stakeholders, Reviews, Adjustments),
    *(Developments, DevelopmentEntries, PerformanceReviews, AgreedActions),
)
KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in _KINDS}
"""What can be imported, by the word on the command line."""
