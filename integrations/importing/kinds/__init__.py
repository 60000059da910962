from .accounts import Accounts
from .adjustments import Adjustments
from .base import Kind
from .catalogues import Competitors, Products
from .complaints import Complaints
from .contacts import Contacts
from .contracts import Contracts
from .developments import DevelopmentEntries, Developments
from .expectations import Expectations
from .ledger import Ledger
from .losses import Losses
from .moves import Moves
from .needs import Needs
from .opportunities import Opportunities
from .people import People
from .people_known import Acquaintances, Assessments
from .performance import AgreedActions, PerformanceReviews
from .plans import PlanObjectives, Plans
from .quotas import Quotas
from .reviews import Reviews
from .stakeholders import Stakeholders
from .surveys import Surveys
from .visits import Visits
from .wallets import Wallets
from .walls import WallMarks
from .win_backs import WinBacks, WinBackSteps

_KINDS = (
    *(People, Accounts, Contacts, Visits, Opportunities, Moves, Ledger),
    *(Products, Competitors, Quotas, Stakeholders, Reviews, Adjustments),
    *(Surveys, Developments, DevelopmentEntries, PerformanceReviews, AgreedActions, Contracts, Expectations),
    *(Needs, Assessments, Acquaintances, WallMarks, Losses, WinBacks, WinBackSteps),
    *(Wallets, Plans, PlanObjectives, Complaints),
)
KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in _KINDS}
"""What can be imported, by the word on the command line."""
