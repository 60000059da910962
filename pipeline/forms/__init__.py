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
from .record import CopyForm, LinesForm, RivalsForm, SharesForm, SplitForm, StakeholderEditForm, StakeholderForm
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
    "ArrangeForm",
    "AssignForm",
    "CloseForm",
    "CompetitorEditForm",
    "CompetitorForm",
    "CopyForm",
    "FlagRuleForm",
    "LinesForm",
    "MoveForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "PlaceForm",
    "ProductEditForm",
    "ProductForm",
    "ReassignForm",
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
