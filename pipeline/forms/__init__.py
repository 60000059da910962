from .development import DevelopmentEditForm, DevelopmentForm, DevelopmentStepForm, FailForm, RecordForm
from .forecast import AdjustmentForm, ForecastRuleForm, ProposalForm, QuotaEditForm, QuotaForm
from .opportunity import (
    AssignForm,
    CloseForm,
    MoveForm,
    OpportunityEditForm,
    OpportunityForm,
    StageForm,
    offered_account,
)
from .performance import AgreedForm, NotesForm, PerformanceForm
from .review import QuestionsForm, ReviewForm, ReviewRuleForm

__all__ = [
    "AdjustmentForm",
    "AgreedForm",
    "AssignForm",
    "CloseForm",
    "DevelopmentEditForm",
    "DevelopmentForm",
    "DevelopmentStepForm",
    "FailForm",
    "ForecastRuleForm",
    "MoveForm",
    "NotesForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "PerformanceForm",
    "ProposalForm",
    "QuestionsForm",
    "QuotaEditForm",
    "QuotaForm",
    "RecordForm",
    "ReviewForm",
    "ReviewRuleForm",
    "StageForm",
    "offered_account",
]
