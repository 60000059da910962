from .account import Account
from .contact import Contact, ContactRole
from .merge import LikePair, MatchKey, Merge, MergedRows, MergeRule, TwoAccounts
from .published_profit import PublishedProfit
from .saved_view import SavedView
from .visit import Cadence, Visit
from .visit_due import VisitDue

__all__ = [
    "Account",
    "Cadence",
    "Contact",
    "ContactRole",
    "LikePair",
    "MatchKey",
    "Merge",
    "MergeRule",
    "MergedRows",
    "PublishedProfit",
    "SavedView",
    "TwoAccounts",
    "Visit",
    "VisitDue",
]
