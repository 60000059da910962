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
    "AssignForm",
    "CloseForm",
    "MoveForm",
    "OpportunityEditForm",
    "OpportunityForm",
    "StageForm",
    "offered_account",
]
