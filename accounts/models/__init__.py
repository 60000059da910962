from .account import Account
from .completeness import Completeness, CompletenessPoint, CompletenessRule
from .contact import Contact, ContactRole
from .merge import LikePair, MatchKey, Merge, MergedRows, MergeRule, TwoAccounts
from .own_cadence import OwnCadence
from .published_profit import PublishedProfit
from .saved_view import SavedView
from .visit import Cadence, Visit
from .visit_due import VisitDue

__all__ = [
    "Account",
    "Cadence",
    "Completeness",
    "CompletenessPoint",
    "CompletenessRule",
    "Contact",
    "ContactRole",
    "LikePair",
    "MatchKey",
    "Merge",
    "MergeRule",
    "MergedRows",
    "OwnCadence",
    "PublishedProfit",
    "SavedView",
    "TwoAccounts",
    "Visit",
    "VisitDue",
]
