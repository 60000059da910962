from .account import Account
from .contact import Contact, ContactRole
from .published_profit import PublishedProfit
from .merge import LikePair, MatchKey, Merge, MergedRows, MergeRule, TwoAccounts
from .saved_view import SavedView
from .visit import Cadence, Visit
from .visit_due import VisitDue

__all__ = ["Account", "Cadence", "Contact", "ContactRole", "PublishedProfit", "SavedView", "Visit", "VisitDue"]
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
    "SavedView",
    "TwoAccounts",
    "Visit",
    "VisitDue",
]
