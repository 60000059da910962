from .account import AccountEditForm, AccountForm, AssignForm
from .contact import ContactEditForm, ContactForm
from .merge import MergeForm, MergeRuleForm, OtherForm
from .rules import CadenceForm, SavedViewForm
from .visit import PlanEditForm, PlanForm, ReportEditForm, ReportForm, ReportOfPlanForm

__all__ = [
    "AccountEditForm",
    "AccountForm",
    "AssignForm",
    "CadenceForm",
    "ContactEditForm",
    "ContactForm",
    "MergeForm",
    "MergeRuleForm",
    "OtherForm",
    "PlanEditForm",
    "PlanForm",
    "ReportEditForm",
    "ReportForm",
    "ReportOfPlanForm",
    "SavedViewForm",
]
