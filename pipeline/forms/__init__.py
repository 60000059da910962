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
from .review import QuestionsForm, ReviewForm, ReviewRuleForm

__all__ = [
    "AssignForm",
    "CloseForm",
    "DevelopmentEditForm",
    "DevelopmentForm",
    "DevelopmentStepForm",
    "FailForm",
    "MoveForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "QuestionsForm",
    "RecordForm",
    "ReviewForm",
    "ReviewRuleForm",
    "StageForm",
    "offered_account",
]
