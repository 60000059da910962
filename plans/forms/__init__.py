from .plan import (
    ActionForm,
    ActionNewForm,
    ObjectiveForm,
    ObjectiveNewForm,
    PlanForm,
    PlanNewForm,
    ReviewForm,
    SharesForm,
)
from .rules import KeysForm, MixesForm

__all__ = [
    "ActionForm",
    "ActionNewForm",
    "KeysForm",
    "MixesForm",
    "ObjectiveForm",
    "ObjectiveNewForm",
    "PlanForm",
    "PlanNewForm",
    "ReviewForm",
    "SharesForm",
]
