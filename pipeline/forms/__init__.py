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

__all__ = [
    "AdjustmentForm",
    "AssignForm",
    "CloseForm",
    "ForecastRuleForm",
    "MoveForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "ProposalForm",
    "QuotaEditForm",
    "QuotaForm",
    "StageForm",
    "offered_account",
]
