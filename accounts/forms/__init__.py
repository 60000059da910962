from .account import AccountEditForm, AccountForm, AssignForm
from .contact import ContactEditForm, ContactForm
from .rules import CadenceForm, SavedViewForm
from .visit import PlanEditForm, PlanForm, ReportEditForm, ReportForm, ReportOfPlanForm

__all__ = [
    "AccountEditForm",
    "AccountForm",
    "AssignForm",
    "CadenceForm",
    "ContactEditForm",
    "ContactForm",
    "PlanEditForm",
    "PlanForm",
    "ReportEditForm",
    "ReportForm",
    "ReportOfPlanForm",
    "SavedViewForm",
]
