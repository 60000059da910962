from .development import DevelopmentEditForm, DevelopmentForm, DevelopmentStepForm, FailForm, RecordForm
from .forecast import AdjustmentForm, ForecastRuleForm, ProposalForm, QuotaEditForm, QuotaForm
from .mass import PlaceForm, ReassignForm
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
from .record import CopyForm, LinesForm, RivalsForm, SharesForm, SplitForm, StakeholderEditForm, StakeholderForm
from .review import QuestionsForm, ReviewForm, ReviewRuleForm
from .rules import (
    ArrangeForm,
    CompetitorEditForm,
    CompetitorForm,
    FlagRuleForm,
    ProductEditForm,
    ProductForm,
    StageNewForm,
    StageRemoveForm,
)

__all__ = [
    "AdjustmentForm",
    "AgreedForm",
    "ArrangeForm",
    "AssignForm",
    "CloseForm",
    "CompetitorEditForm",
    "CompetitorForm",
    "CopyForm",
    "DevelopmentEditForm",
    "DevelopmentForm",
    "DevelopmentStepForm",
    "FailForm",
    "FlagRuleForm",
    "ForecastRuleForm",
    "LinesForm",
    "MoveForm",
    "NotesForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "PerformanceForm",
    "PlaceForm",
    "ProductEditForm",
    "ProductForm",
    "ProposalForm",
    "QuestionsForm",
    "QuotaEditForm",
    "QuotaForm",
    "ReassignForm",
    "RecordForm",
    "ReviewForm",
    "ReviewRuleForm",
    "RivalsForm",
    "SharesForm",
    "SplitForm",
    "StageForm",
    "StageNewForm",
    "StageRemoveForm",
    "StakeholderEditForm",
    "StakeholderForm",
    "offered_account",
]
