from .development import (
    DevelopmentEditForm,
    DevelopmentForm,
    DevelopmentStepForm,
    FailForm,
    RecordForm,
)
from .opportunity import (
    AssignForm,
    CloseForm,
    MoveForm,
    OpportunityEditForm,
    OpportunityForm,
    StageForm,
    offered_account,
)
from .performance import (
    AgreedForm,
    NotesForm,
    PerformanceForm,
)
from .review import QuestionsForm, ReviewForm, ReviewRuleForm

__all__ = [
    "AgreedForm",
    "AssignForm",
    "CloseForm",
    "DevelopmentEditForm",
    "DevelopmentForm",
    "DevelopmentStepForm",
    "FailForm",
    "MoveForm",
    "NotesForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "PerformanceForm",
    "QuestionsForm",
    "RecordForm",
    "ReviewForm",
    "ReviewRuleForm",
    "StageForm",
    "offered_account",
]
